// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
#include "softbody/assembly.h"

#include <algorithm>

#include "core/result.h"

namespace dryrun::softbody {
namespace {

constexpr std::size_t kLeafNodes = 20;

struct Cut {
    int axis = -1;
    int at = 0;
};

// The plane with the fewest nodes for what the smaller side of it holds.
Cut best_cut(const std::vector<int>& nodes, const std::vector<LatticePlace>& places) {
    Cut best;
    double best_cost = 0.0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        int low = places[static_cast<std::size_t>(nodes[0])][axis];
        int high = low;
        for (const int node : nodes) {
            const int at = places[static_cast<std::size_t>(node)][axis];
            low = std::min(low, at);
            high = std::max(high, at);
        }
        std::vector<int> count(static_cast<std::size_t>(high - low + 1), 0);
        for (const int node : nodes) {
            ++count[static_cast<std::size_t>(places[static_cast<std::size_t>(node)][axis] - low)];
        }
        int below = 0;
        for (std::size_t i = 0; i < count.size(); ++i) {
            const int above = static_cast<int>(nodes.size()) - below - count[i];
            const int smaller = std::min(below, above);
            if (smaller > 0) {
                const double cost = static_cast<double>(count[i]) / smaller;
                if (best.axis < 0 || cost < best_cost) {
                    best = {static_cast<int>(axis), low + static_cast<int>(i)};
                    best_cost = cost;
                }
            }
            below += count[i];
        }
    }
    return best;
}

class Dissector {
  public:
    explicit Dissector(const std::vector<LatticePlace>& places) : places_(places) {}

    // Orders `nodes`; gives the part at the top of them.
    int dissect(const std::vector<int>& nodes) {
        const int subtree_first = static_cast<int>(result.order.size());
        const Cut cut = nodes.size() > kLeafNodes ? best_cut(nodes, places_) : Cut{};
        if (cut.axis < 0) return add_part(nodes, subtree_first);
        std::vector<int> sides[3];
        for (const int node : nodes) {
            const int at =
                places_[static_cast<std::size_t>(node)][static_cast<std::size_t>(cut.axis)];
            sides[at < cut.at ? 0 : (at > cut.at ? 1 : 2)].push_back(node);
        }
        const int left = dissect(sides[0]);
        const int right = dissect(sides[1]);
        const int part = add_part(sides[2], subtree_first);
        result.parts[static_cast<std::size_t>(left)].parent = part;
        result.parts[static_cast<std::size_t>(right)].parent = part;
        return part;
    }

    Dissection result;

  private:
    int add_part(const std::vector<int>& nodes, int subtree_first) {
        Dissection::Part part;
        part.first = static_cast<int>(result.order.size());
        part.count = static_cast<int>(nodes.size());
        part.subtree_first = subtree_first;
        result.order.insert(result.order.end(), nodes.begin(), nodes.end());
        result.parts.push_back(part);
        return static_cast<int>(result.parts.size()) - 1;
    }

    const std::vector<LatticePlace>& places_;
};

}  // namespace

Assembly::Assembly(std::vector<LatticePlace> places, std::vector<char> held)
    : places_(std::move(places)), held_(std::move(held)) {
    DRYRUN_ASSERT(places_.size() == held_.size());
}

void Assembly::reserve(std::size_t elements, std::size_t nodes_each) {
    starts_.reserve(starts_.size() + elements);
    nodes_.reserve(nodes_.size() + elements * nodes_each);
    const std::size_t wanted = filled_ + elements * 9 * nodes_each * nodes_each;
    if (wanted <= values_.size()) return;
    Room more(wanted);
    std::copy_n(values_.data(), filled_, more.data());
    values_ = std::move(more);
}

void Assembly::add(std::span<const int> nodes, std::span<const double> matrix) {
    DRYRUN_ASSERT(matrix.size() == 9 * nodes.size() * nodes.size());
    if (filled_ + matrix.size() > values_.size()) reserve(starts_.size() + 1, nodes.size());
    starts_.push_back({nodes_.size(), nodes.size(), filled_});
    nodes_.insert(nodes_.end(), nodes.begin(), nodes.end());
    std::copy(matrix.begin(), matrix.end(), values_.data() + filled_);
    filled_ += matrix.size();
}

int Assembly::free_count() const {
    return static_cast<int>(std::count(held_.begin(), held_.end(), 0));
}

Assembly::Element Assembly::element(int index) const {
    const Start& start = starts_[static_cast<std::size_t>(index)];
    return {std::span(nodes_).subspan(start.node, start.count), values_.data() + start.value};
}

std::vector<double> Assembly::multiply(std::span<const double> u) const {
    DRYRUN_ASSERT(u.size() == 3 * places_.size());
    std::vector<double> f(u.size(), 0.0);
    for (int e = 0; e < element_count(); ++e) {
        const Element part = element(e);
        const std::size_t size = 3 * part.nodes.size();
        for (std::size_t r = 0; r < size; ++r) {
            double sum = 0.0;
            for (std::size_t c = 0; c < size; ++c) {
                const auto node = static_cast<std::size_t>(part.nodes[c / 3]);
                sum += part.matrix[r * size + c] * u[3 * node + c % 3];
            }
            f[3 * static_cast<std::size_t>(part.nodes[r / 3]) + r % 3] += sum;
        }
    }
    return f;
}

Dissection dissect(const Assembly& assembly) {
    std::vector<int> nodes;
    for (int node = 0; node < assembly.node_count(); ++node) {
        if (!assembly.is_held(node)) nodes.push_back(node);
    }
    Dissector dissector(assembly.places());
    if (!nodes.empty()) dissector.dissect(nodes);
    return std::move(dissector.result);
}

}  // namespace dryrun::softbody
