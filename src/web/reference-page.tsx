import type { C } from './http.ts'
import type { openApi, Operation } from './openapi.ts'
import { Frame } from './frame.tsx'
import type { JsonSchema } from './wire-schema.ts'

type Described = Operation & { method: string; path: string }

/** The interface to read, from the same document that machines read. */
export function ReferencePage({ c, description }: { c: C; description: ReturnType<typeof openApi> }) {
  const zh = c.get('lang') === 'zh'
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  )
  const byTag = [
    ...Map.groupBy(
      operations.filter(({ path }) => path.startsWith('/api/')),
      (operation) => operation.tags[0]!,
    ),
  ]
  return (
    <Frame c={c} title={zh ? '接口参考' : 'API reference'}>
      <h1>{zh ? '接口参考' : 'API reference'}</h1>
      <p>
        {zh ? '机器可读版本：' : 'For machines: '}
        <a href="/openapi.json">/openapi.json</a>
      </p>
      <p>
        {zh ? '错误代码：' : 'Refusals: '}
        <a href="/problems">/problems</a>
      </p>
      <nav>
        <ul>
          {byTag.map(([tag]) => (
            <li>
              <a href={`#${tag}`}>{tag}</a>
            </li>
          ))}
        </ul>
      </nav>
      {byTag.map(([tag, described]) => (
        <section>
          <h2 id={tag}>{tag}</h2>
          {described.map((operation) => (
            <OperationPart zh={zh} operation={operation} />
          ))}
        </section>
      ))}
    </Frame>
  )
}

function OperationPart({ zh, operation }: { zh: boolean; operation: Described }) {
  const { parameters, requestBody, responses } = operation
  return (
    <article id={operation.operationId}>
      <h3>
        <code>
          {operation.method} {operation.path}
        </code>
      </h3>
      <p>{operation.summary}</p>
      {parameters.length > 0 && (
        <>
          <h4>{zh ? '参数' : 'Parameters'}</h4>
          <ul>
            {parameters.map(({ name, in: place, required, schema }) => (
              <li>
                <code>{name}</code> {place} {typeOf(schema)}
                {required && (zh ? '，必填' : ', required')}
              </li>
            ))}
          </ul>
        </>
      )}
      {requestBody && (
        <SchemaPart title={zh ? '请求正文' : 'Request body'} schema={Object.values(requestBody.content)[0]!.schema} />
      )}
      <h4>{zh ? '回答' : 'Answers'}</h4>
      <dl>
        {Object.entries(responses).map(([status, { description, content }]) => (
          <>
            <dt>{status}</dt>
            <dd>
              {description.split('\n').map((line) => (
                <p>{line}</p>
              ))}
              {status < '300' && content && <SchemaPart title="" schema={Object.values(content)[0]!.schema} />}
            </dd>
          </>
        ))}
      </dl>
    </article>
  )
}

function SchemaPart({ title, schema }: { title: string; schema: JsonSchema }) {
  const required = schema.required ?? []
  return (
    <>
      {title !== '' && <h4>{title}</h4>}
      <ul>
        {Object.entries(schema.properties ?? {}).map(([name, property]) => (
          <li>
            <code>{name}</code>
            {required.includes(name) && '*'} {typeOf(property)}
          </li>
        ))}
      </ul>
    </>
  )
}

function typeOf(schema: JsonSchema): string {
  const values = schema['enum'] as unknown[] | undefined
  if (values !== undefined) return values.join(' | ')
  const choices = schema['anyOf'] as JsonSchema[] | undefined
  if (choices !== undefined) return choices.map(typeOf).join(' | ')
  const items = schema['items'] as JsonSchema | undefined
  return items === undefined ? String(schema.type ?? '') : `${typeOf(items)}[]`
}
