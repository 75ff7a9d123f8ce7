// What a page says when its reader takes a table or a picture along as a file. The file is made in the browser: here it is only noted.
import { z } from 'zod'

export const exportForms = ['csv', 'xlsx', 'png', 'svg', 'pdf'] as const

export const exportNoteSchema = z.strictObject({
  name: z.string().trim().min(1).max(200).describe('The name of the file'),
  form: z.enum(exportForms),
  at: z.string().max(300).optional().describe('Address of the page: its path, with what it was asked'),
})
