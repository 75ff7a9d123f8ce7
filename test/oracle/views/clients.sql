-- Whose a contact, lead or deal is: the company, else the contact, else the record itself. The kind stands beside the key.
SELECT 'contact' AS what, k, if(company_id != 0, concat('company ', toString(company_id)), concat('contact ', toString(k))) AS client FROM @contacts
UNION ALL
SELECT 'lead', l.k, multiIf(l.company_id != 0, concat('company ', toString(l.company_id)), c.company_id > 0, concat('company ', toString(c.company_id)), l.contact_id != 0, concat('contact ', toString(l.contact_id)), concat('lead ', toString(l.k)))
FROM @leads AS l LEFT JOIN @contacts AS c ON c.k = l.contact_id
UNION ALL
SELECT 'deal', d.k, multiIf(d.company_id != 0, concat('company ', toString(d.company_id)), c.company_id > 0, concat('company ', toString(c.company_id)), d.contact_id != 0, concat('contact ', toString(d.contact_id)),
  l.company_id > 0, concat('company ', toString(l.company_id)), l.contact_id > 0, concat('contact ', toString(l.contact_id)), concat('deal ', toString(d.k)))
FROM @deals AS d LEFT JOIN @contacts AS c ON c.k = d.contact_id LEFT JOIN @leads AS l ON l.k = d.lead_id
