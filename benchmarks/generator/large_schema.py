"""A schema of a size that is asked for, the same at each call: a service with ten queries and two mutations an entity.

Each entity has an id, a tag with parts below it, queries by id, by two ids, by page and over all, with options, and
mutations that recache.
"""

QUERIES_AN_ENTITY = 10

IDS = """\
  entity{n}: std::uint64_t
  part{n}: std::string
"""

TAGS = """\
  - entities{n}(entity{n}).parts(part{n})
  - entities{n}(entity{n}).settings
"""

QUERIES = """\
  get_entity{n}:
    args: [entity{n}]
    returns: std::optional<std::string>
    tags: [entities{n}(entity{n})]
    negative_ttl: 5s
  name_of_entity{n}:
    args: [entity{n}]
    returns: std::string
    tags: [entities{n}(entity{n})]
    ttl: 5m
  settings_of_entity{n}:
    args: [entity{n}]
    returns: "std::map<std::string, std::string>"
    tags: [entities{n}(entity{n}).settings]
    grace: off
  get_part{n}:
    args: [entity{n}, part{n}]
    returns: std::string
    tags: [entities{n}(entity{n}).parts(part{n})]
    idle_ttl: 2m
  list_parts{n}:
    args: [entity{n}, page: int, newest_first: bool]
    key_only: [page, newest_first]
    returns: std::vector<std::string>
    tags: [entities{n}(entity{n}).parts]
    ttl: 10s
    jitter: 10%
  count_parts{n}:
    args: [entity{n}]
    returns: std::uint64_t
    tags: [entities{n}(entity{n}).parts]
    refresh_ahead: 2s
  search_parts{n}:
    args: [entity{n}, text: std::string, limit: std::uint32_t]
    key_only: [text, limit]
    returns: std::vector<std::string>
    tags: [entities{n}(entity{n}).parts]
    weight: 4KiB
  list_entities{n}:
    args: [page: int]
    key_only: [page]
    returns: std::vector<std::uint64_t>
    tags: [entities{n}]
  count_entities{n}:
    returns: std::uint64_t
    tags: [entities{n}]
    on_invalidate: serve_stale
  compare_entities{n}:
    args: [left: entity{n}, right: entity{n}]
    returns: bool
    tags: [entities{n}(left), entities{n}(right)]
    verify: 1%
"""

MUTATIONS = """\
  rename_entity{n}:
    args: [entity{n}, name: std::string]
    invalidates: [entities{n}(entity{n})]
    recache: [name_of_entity{n}(entity{n})]
  put_part{n}:
    args: [entity{n}, part{n}, text: std::string]
    returns: bool
    invalidates: [entities{n}(entity{n}).parts(part{n})]
"""


def large_schema(queries):
    """The text of a schema with so many queries, a multiple of ten."""
    assert queries % QUERIES_AN_ENTITY == 0

    def each(text):
        return "".join(text.format(n=n) for n in range(queries // QUERIES_AN_ENTITY))

    return (
        "cache: LargeCache\nnamespace: large\ndefaults: { ttl: 30s, grace: 5m }\n"
        f"ids:\n{each(IDS)}tags:\n{each(TAGS)}queries:\n{each(QUERIES)}mutations:\n{each(MUTATIONS)}"
    )
