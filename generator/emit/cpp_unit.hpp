#pragma once

#include <string>
#include <vector>

/// The generated code as C++ sees it: names are final, signatures are written, includes are sorted. What is left for
/// rendering is to put the texts in their places. Each field that ends up in a template has the name of its hole.
namespace tagcache::generator {

/// One class of the tag builder.
struct CppTagClass {
  std::string name;                   ///< UsersByUserPosts
  std::string pattern;                ///< users(user).posts
  std::vector<std::string> doc;       ///< lines of a comment, here and below; empty: the schema says nothing
  std::string constructor;            ///< with its initialisers and its empty body
  std::string segments;               ///< arguments of tagcache::Tag
  bool path_in_source = false;        ///< only the source file knows how its ids become segments
  std::string call;                   ///< operator() that fills the wild segment below; empty without one
  std::vector<std::string> children;  ///< members for the fixed segments below
  std::vector<std::string> values;    ///< members for the ids on the way from the root
};

/// Tags that can be named together.
struct CppIntersection {
  std::string pattern;  ///< users(user) & posts(post)
  std::string type;     ///< Intersection<UsersByUser, PostsByPost>
};

/// How a query is read for several values of one argument.
struct CppMany {
  std::string name;               ///< get_users; empty: it is not
  std::string comment;            ///< of its method
  std::string varying;            ///< the place of the argument
  std::string parameters;         ///< as the header shows them
  std::string source_parameters;  ///< the same, and the previous values when the source is shown them
  std::string method_parameters;  ///< parameters, with names that hide nothing in the cache
  std::string arguments;          ///< names of method_parameters
  std::string load_type;          ///< of one value
  std::string load_parameters;
  std::string load;  ///< the call of the source
};

/// A query: its description for the runtime, and its method.
struct CppQuery {
  std::string name;       ///< get_user
  std::string structure;  ///< GetUser
  std::string number;     ///< its place among the queries, from 1 on
  std::vector<std::string> doc;
  std::string comment;         ///< `Carries users(user). ttl 5m.`
  std::string value;           ///< type of its result
  std::string types;           ///< of its arguments, separated by commas
  std::string options;         ///< designated initialisers
  std::string fingerprint;     ///< an expression; empty for values that never leave memory
  std::string parameters;      ///< as the header shows them
  std::string key_parameters;  ///< the same, with names that hide nothing in the description
  std::string key_parts;
  std::string tag_parameters;            ///< key_parameters, with those that no tag uses marked
  std::string tags;                      ///< the filled tags, separated by commas
  std::string result_parameters;         ///< the value, and key_parameters with those that no tag of it uses marked
  std::vector<std::string> result_tags;  ///< statements that collect the tags from the value; empty without such
  std::string cache_if;                  ///< a condition on the value `result`; empty without one
  std::string load_type;          ///< what the source function gives: the value, or more than it, or an awaitable
  std::string source_parameters;  ///< parameters, and the previous value when the source is shown it
  std::string load_parameters;    ///< the source, and key_parameters, and the previous value
  std::string load;               ///< the call of the source
  std::string method_parameters;  ///< the same as parameters, with names that hide nothing in the cache
  std::string arguments;          ///< names of method_parameters
  CppMany many;
};

/// How a struct that something holds becomes part of a key.
struct CppKeyStructure {
  std::string type;
  std::string parts;  ///< of `value`
};

struct CppMutation {
  std::string name;
  std::vector<std::string> doc;
  std::string comment;
  std::string returns;         ///< of the source function
  std::string method_returns;  ///< of the method
  std::string parameters;
  std::string method_parameters;
  std::vector<std::string> statements;
  std::string source_type;             ///< what the source function returns
  std::string owned_parameters;        ///< method_parameters by value, for a coroutine
  std::string arguments;               ///< names of method_parameters
  std::vector<std::string> coroutine;  ///< its statements; empty unless the class is asynchronous
  bool is_event = false;               ///< has no function in the source
};

/// The codec of a struct or an enumeration.
struct CppCodec {
  std::string type;                    ///< blog::User
  std::string base;                    ///< RecordCodec
  std::vector<std::string> arguments;  ///< of the base, the type first
  std::string fingerprint;             ///< an expression; empty when the compiler finds it by itself
};

struct CppUnit {
  std::string schema;    ///< file name of the schema
  std::string header;    ///< blog_cache.hpp
  std::string source;    ///< blog_cache.cpp
  std::string contract;  ///< of the runtime that this code is for
  std::string name_space;
  std::vector<std::string> doc;
  std::string cache;         ///< BlogCache
  std::string tags_class;    ///< BlogTags
  std::string source_class;  ///< BlogSource
  std::string default_options;
  bool is_async = false;                     ///< methods have a second form for completion tokens
  std::vector<std::string> header_includes;  ///< names of standard headers
  std::vector<std::string> source_includes;
  std::vector<std::string> user_includes;
  std::vector<std::string> codec_includes;  ///< of the runtime, for the source file
  std::vector<CppTagClass> tags;            ///< each before the classes that hold or make it
  std::string root_call;                    ///< operator() of the tags class; empty unless the root is wild
  std::vector<std::string> root_members;
  std::vector<CppIntersection> intersections;
  std::vector<CppKeyStructure> key_structures;
  std::vector<CppCodec> codecs;           ///< each after those of its parts
  std::vector<std::string> warnings_off;  ///< lines in front of all others of the source file
  std::vector<CppQuery> queries;
  std::vector<CppMutation> mutations;
};

}  // namespace tagcache::generator
