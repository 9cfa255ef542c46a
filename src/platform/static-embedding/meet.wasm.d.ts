/** The bundler hands over the module already compiled: workerd compiles none at run time. */
declare const kernel: WebAssembly.Module
export default kernel
