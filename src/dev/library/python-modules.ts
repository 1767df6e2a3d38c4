/**
 * The standard modules of Python whose facts are kept: those that were imported most in Django 4.2 and in a collection of 220
 * installed distributions, counted by
 *
 *     grep -rhoE '^\s*(import|from) [a-zA-Z_][a-zA-Z0-9_.]*' --include='*.py' DIR | awk '{print $2}' | sort | uniq -c | sort -rn
 *
 * and `builtins`. Data only.
 */
export const PYTHON_MODULES: readonly string[] = (
  'builtins typing types abc argparse array ast asyncio atexit base64 bdb binascii bisect bz2 calendar cmath code codecs ' +
  'collections collections.abc colorsys compileall concurrent.futures configparser contextlib contextvars copy copyreg ' +
  'cProfile csv ctypes ctypes.util dataclasses datetime decimal difflib dis doctest email email.charset email.encoders ' +
  'email.errors email.generator email.header email.headerregistry email.message email.mime.base email.mime.image ' +
  'email.mime.message email.mime.multipart email.mime.text email.parser email.policy email.utils enum errno faulthandler ' +
  'fcntl filecmp fnmatch fractions functools gc getpass gettext glob gzip hashlib heapq hmac html html.entities html.parser ' +
  'http http.client http.cookiejar http.cookies http.server imghdr importlib importlib.abc importlib.machinery ' +
  'importlib.metadata importlib.resources importlib.util inspect io ipaddress itertools json json.decoder json.encoder ' +
  'keyword linecache locale logging logging.config logging.handlers lzma mailbox marshal math mimetypes mmap ' +
  'multiprocessing multiprocessing.pool numbers operator optparse os os.path pathlib pdb pickle pkgutil platform pprint ' +
  'profile pstats py_compile pydoc queue random re readline resource runpy sched secrets select selectors shelve shlex ' +
  'shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string struct subprocess symtable sys ' +
  'sysconfig tarfile tempfile termios textwrap threading time timeit token tokenize tomllib traceback tracemalloc tty ' +
  'typing_extensions unicodedata unittest unittest.case unittest.loader unittest.mock unittest.result unittest.runner ' +
  'unittest.suite unittest.util urllib urllib.error urllib.parse urllib.request uuid warnings weakref webbrowser wsgiref ' +
  'wsgiref.handlers wsgiref.simple_server wsgiref.util xml.dom xml.dom.minidom xml.etree.ElementTree xml.parsers.expat ' +
  'xml.sax xml.sax.handler xml.sax.saxutils xml.sax.xmlreader xmlrpc.client zipfile zipimport zlib zoneinfo'
).split(' ');
