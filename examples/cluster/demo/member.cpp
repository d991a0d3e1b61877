#include "demo/member.hpp"

#include <algorithm>
#include <stdexcept>

namespace shop {
namespace {

constexpr std::chrono::minutes remembered{1};

std::vector<std::string> words_of(const NodeOptions& options) {
  return {"cluster_demo",          "--node",      std::to_string(options.number),
          options.folder.string(), options.redis, options.name_space};
}

void subtract(Report& from, const Report& what) {
  for (std::size_t view = 0; view < views; ++view) {
    Reads& reads = from.reads[view];
    const Reads& earlier = what.reads[view];
    for (std::size_t server = 0; server < servers; ++server) reads.served[server] -= earlier.served[server];
    reads.behind -= earlier.behind;
    reads.broken -= earlier.broken;
  }
  from.heard -= what.heard;
  from.distrusted -= what.distrusted;
  from.failures -= what.failures;
  from.writes -= what.writes;
  from.unheard -= what.unheard;
}

}  // namespace

Member::Member(const NodeOptions& options)
    : name_(1, static_cast<char>('A' + options.number)), process_("/proc/self/exe", words_of(options)) {
  reports_.emplace_back(std::chrono::steady_clock::now(), Report());
}

void Member::take() {
  for (const std::string& line : process_.take_lines()) {
    reports_.emplace_back(std::chrono::steady_clock::now(), Report::parse(line));
  }
  while (reports_.size() > 1 && reports_.back().first - reports_[1].first > remembered) reports_.pop_front();
  if (process_.has_ended()) {
    throw std::runtime_error("node " + name_ + " has ended, with the code " + std::to_string(process_.exit_code()));
  }
}

void Member::write(std::uint32_t product) { process_.tell("write " + std::to_string(product)); }

std::size_t Member::place_of(Moment moment) const {
  const auto later = std::find_if(reports_.begin(), reports_.end(), [&](const auto& r) { return r.first > moment; });
  const auto place = static_cast<std::size_t>(later - reports_.begin());
  return place == 0 ? 0 : place - 1;
}

Report Member::since(Moment moment) const {
  const auto begin = place_of(moment);
  Report sum = now();
  subtract(sum, reports_[begin].second);
  for (auto place = begin + 1; place < reports_.size(); ++place) {
    for (std::size_t view = 0; view < views; ++view) {
      const Reads& reads = reports_[place].second.reads[view];
      sum.reads[view].versions = std::max(sum.reads[view].versions, reads.versions);
      sum.reads[view].outdated = std::max(sum.reads[view].outdated, reads.outdated);
    }
  }
  return sum;
}

std::chrono::duration<double> Member::reported_since(Moment moment) const {
  return reports_.back().first - reports_[place_of(moment)].first;
}

}  // namespace shop
