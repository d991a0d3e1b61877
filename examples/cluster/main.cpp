#include <charconv>
#include <exception>
#include <iostream>
#include <span>
#include <stdexcept>
#include <string_view>

#include "demo/cluster.hpp"
#include "demo/demo.hpp"
#include "demo/interrupts.hpp"
#include "demo/options.hpp"
#include "demo/temporary_folder.hpp"
#include "node/node.hpp"

namespace {

int run_demo(const shop::Options& options) {
  const shop::Interrupts interrupts;
  const shop::TemporaryFolder folder;
  shop::Cluster cluster(folder.path(), options.redis);
  return shop::Demo(cluster, interrupts, options).run();
}

/// What the demo starts its nodes with: --node NUMBER FOLDER URL NAMESPACE
bool is_node(std::span<char* const> arguments) {
  return arguments.size() == 6 && std::string_view(arguments[1]) == "--node";
}

int run(std::span<char* const> arguments) {
  if (is_node(arguments)) {
    shop::run_node({static_cast<std::uint32_t>(*arguments[2] - '0'), arguments[3], arguments[4], arguments[5]});
    return 0;
  }
  const auto options = shop::parse_options(arguments);
  if (!options.help) return run_demo(options);
  std::cout << shop::usage;
  return 0;
}

}  // namespace

int main(int argument_count, char** arguments) {
  try {
    return run(std::span(arguments, static_cast<std::size_t>(argument_count)));
  } catch (const std::invalid_argument& error) {
    std::cerr << "cluster_demo: " << error.what() << "\n\n" << shop::usage;
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "cluster_demo: " << error.what() << '\n';
    return 1;
  }
}
