import { expect, test } from 'vitest'
import { quote, readBodyFromFile } from './insert-sql.ts'

test('a plain insert reads the file by columns', () => {
  expect(readBodyFromFile('INSERT INTO t (a, b) FORMAT JSONEachRow', '/x/1')).toBe(
    "INSERT INTO t (a, b) FROM INFILE '/x/1' COMPRESSION 'none' FORMAT JSONEachRow",
  )
})

test('an insert through input() keeps its expressions and its structure', () => {
  expect(
    readBodyFromFile("INSERT INTO t SELECT 'input(\\'no\\')', a FROM input('a String, b Enum(\\'x\\')') WHERE b FORMAT Parquet", "/it's"),
  ).toBe("INSERT INTO t SELECT 'input(\\'no\\')', a FROM file('/it\\'s', 'Parquet', 'a String, b Enum(\\'x\\')', 'none') WHERE b")
})

test('input() in a comment or in a quoted name is no input', () => {
  expect(readBodyFromFile("/* input('a') */ INSERT INTO `input('b')` -- input('c')\n FORMAT CSV", '/f')).toBe(
    "/* input('a') */ INSERT INTO `input('b')` -- input('c')\n FROM INFILE '/f' COMPRESSION 'none' FORMAT CSV",
  )
})

test('a statement that takes no rows from a body is left alone', () => {
  for (const sql of ['SELECT 1 FORMAT CSV', 'INSERT INTO t SELECT 1', 'INSERT INTO t VALUES (1)', "SELECT 'INSERT INTO t FORMAT CSV'"])
    expect(readBodyFromFile(sql, '/f')).toBeUndefined()
})

test('a literal keeps quotes and backslashes', () => {
  expect(quote("a'b\\c")).toBe("'a\\'b\\\\c'")
})
