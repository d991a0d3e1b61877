#include "inspect/read_probe.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Frontend/Utils.h>
#include <clang/Sema/SemaConsumer.h>
#include <clang/Tooling/Tooling.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/VirtualFileSystem.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <set>
#include <string_view>

#include "inspect/bare_template.hpp"
#include "inspect/declared_names.hpp"
#include "inspect/describe_type.hpp"
#include "inspect/shape_reader.hpp"

namespace tagcache::generator {
namespace {

/// The number in `tagcache_type_12`; empty for other names.
std::optional<std::size_t> alias_index(const clang::NamedDecl& declaration) {
  const std::string name = declaration.getNameAsString();
  if (!name.starts_with(Probe::alias_prefix)) return std::nullopt;
  std::size_t index = 0;
  const char* const end = name.data() + name.size();
  const auto parsed = std::from_chars(name.data() + Probe::alias_prefix.size(), end, index);
  return parsed.ptr == end ? std::optional(index) : std::nullopt;
}

/// Describes the aliases of the probe when all has been read.
class AliasReader : public clang::SemaConsumer {
 public:
  AliasReader(const Probe& probe, const MentionedTypes& mentioned, ProbeResult& result, StageTimes* times)
      : probe_(probe), mentioned_(mentioned), result_(result), catalog_(result.catalog), times_(times) {}

  void InitializeSema(clang::Sema& sema) override { sema_ = &sema; }
  void ForgetSema() override { sema_ = nullptr; }

  bool HandleTopLevelDecl(clang::DeclGroupRef group) override {
    for (clang::Decl* const declaration : group) remember(declaration);
    return true;
  }

  void HandleTranslationUnit(clang::ASTContext& context) override {
    if (sema_ == nullptr) return;
    if (times_ != nullptr) times_->begin("inspect: types");
    read_declared_names(context, mentioned_, catalog_);
    read_name_spaces(*sema_, mentioned_, catalog_);
    read_macros(*sema_, mentioned_, catalog_);
    for (std::size_t index = 0; index < probe_.types().size(); ++index) {
      std::string cure = with_arguments(probe_.types()[index], mentioned_.name_space, context);
      if (!cure.empty()) result_.templates.emplace(index, std::move(cure));
    }
    const std::set<std::string> values(mentioned_.values.begin(), mentioned_.values.end());
    ShapeReader shapes(*sema_, catalog_.shapes);
    for (const clang::TypeAliasDecl* const alias : aliases_) {
      const auto index = alias_index(*alias);
      if (!index || *index >= probe_.types().size() || alias->isInvalidDecl()) continue;
      const std::string& text = probe_.types()[*index];
      const clang::QualType type = alias->getUnderlyingType();
      // Asked for here, so that an error within a template says that this line asked for it.
      static_cast<void>(sema_->isCompleteType(alias->getLocation(), type));
      catalog_.types[text] = describe_type(type, alias->getLocation(), *sema_);
      if (values.contains(text)) shapes.read(type, alias->getLocation());
    }
  }

 private:
  void remember(clang::Decl* declaration) {
    if (const auto* alias = llvm::dyn_cast<clang::TypeAliasDecl>(declaration)) aliases_.push_back(alias);
    if (auto* name_space = llvm::dyn_cast<clang::NamespaceDecl>(declaration);
        name_space != nullptr && in_probe(name_space)) {
      for (clang::Decl* const inner : name_space->decls()) remember(inner);
    }
  }

  static bool in_probe(const clang::Decl* declaration) {
    const clang::SourceManager& sources = declaration->getASTContext().getSourceManager();
    return sources.isInMainFile(sources.getFileLoc(declaration->getLocation()));
  }

  const Probe& probe_;
  const MentionedTypes& mentioned_;
  ProbeResult& result_;
  TypeCatalog& catalog_;
  StageTimes* times_;
  clang::Sema* sema_ = nullptr;
  std::vector<const clang::TypeAliasDecl*> aliases_;
};

class ReadAliases : public clang::ASTFrontendAction {
 public:
  ReadAliases(const Probe& probe, const MentionedTypes& mentioned, ProbeResult& result,
              std::shared_ptr<clang::DependencyCollector> headers, StageTimes* times)
      : probe_(probe), mentioned_(mentioned), result_(result), headers_(std::move(headers)), times_(times) {}

 protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler, llvm::StringRef) override {
    compiler.getFrontendOpts().SkipFunctionBodies = true;
    headers_->attachToPreprocessor(compiler.getPreprocessor());
    if (times_ != nullptr) times_->begin("inspect: headers");
    return std::make_unique<AliasReader>(probe_, mentioned_, result_, times_);
  }

 private:
  const Probe& probe_;
  const MentionedTypes& mentioned_;
  ProbeResult& result_;
  std::shared_ptr<clang::DependencyCollector> headers_;
  StageTimes* times_;
};

std::vector<std::string> command_line(const std::vector<std::string>& flags) {
  // Without carets Clang does not print its own count of errors; our printer has options of its own.
  std::vector<std::string> words{
      "clang++", "-fsyntax-only", "-w", "-ferror-limit=0", "-fspell-checking-limit=0", "-fno-caret-diagnostics"};
  words.insert(words.end(), flags.begin(), flags.end());
  words.insert(words.end(), {"-x", "c++", std::string(Probe::path)});
  return words;
}

/// The files of this machine, and the probe beside them.
llvm::IntrusiveRefCntPtr<clang::FileManager> file_manager(const Probe& probe) {
  const llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> memory(new llvm::vfs::InMemoryFileSystem);
  const llvm::IntrusiveRefCntPtr<llvm::vfs::OverlayFileSystem> all(
      new llvm::vfs::OverlayFileSystem(llvm::vfs::getRealFileSystem()));
  all->pushOverlay(memory);
  memory->addFile(std::string(Probe::path), 0, llvm::MemoryBuffer::getMemBufferCopy(probe.text()));
  return new clang::FileManager(clang::FileSystemOptions(), all);
}

std::vector<std::string> headers_of(const clang::DependencyCollector& collector) {
  std::vector<std::string> headers;
  for (std::string path : collector.getDependencies()) {
    if (path.ends_with(Probe::path)) continue;
    if (path.starts_with("./")) path.erase(0, 2);
    headers.push_back(std::move(path));
  }
  std::sort(headers.begin(), headers.end());
  headers.erase(std::unique(headers.begin(), headers.end()), headers.end());
  return headers;
}

}  // namespace

ProbeResult read_probe(const Probe& probe, const MentionedTypes& mentioned, const std::vector<std::string>& flags,
                       StageTimes* times) {
  ProbeResult result;
  ProbeMessages messages(probe);
  const auto headers = std::make_shared<clang::DependencyCollector>();
  const llvm::IntrusiveRefCntPtr<clang::FileManager> files = file_manager(probe);
  clang::tooling::ToolInvocation invocation(
      command_line(flags), std::make_unique<ReadAliases>(probe, mentioned, result, headers, times), files.get());
  invocation.setDiagnosticConsumer(&messages);
  invocation.run();
  if (times != nullptr) times->begin("inspect");
  result.errors = messages.take();
  for (const ProbeErrors::OfType& error : result.errors.types) result.catalog.types.erase(probe.types()[error.type]);
  result.catalog.headers_read = headers_of(*headers);
  return result;
}

}  // namespace tagcache::generator
