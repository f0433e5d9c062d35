/** Of every page that the program draws itself; the Content-Security-Policy names it by its hash. */
export const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
  body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
  h1 { margin-bottom: 0; } .lead { margin-top: .25rem; }
  pre { padding: 1rem; white-space: pre-wrap; border: 1px solid; border-radius: .4rem; }
  aside, [role=alert] { border-left: .3rem solid; padding-left: 1rem; } strong[role=alert] { display: block; margin: .25rem 0; }
  [aria-invalid] { border-width: 2px; }
  form p { margin: 1rem 0; } form + form { margin-top: 1rem; } label, small { display: block; }
  input, select { font: inherit; padding: .5rem; width: 100%; max-width: 24rem; box-sizing: border-box; border: 1px solid; border-radius: .25rem; }
  button { font: inherit; padding: .5rem 1.25rem; min-height: 2.75rem; border: 1px solid; border-radius: .25rem; cursor: pointer; }
  :focus-visible { outline: .2rem solid; outline-offset: .15rem; } nav a, .way a { display: inline-block; padding: .6rem .6rem .6rem 0; }
`;
