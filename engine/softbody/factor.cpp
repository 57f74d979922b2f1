// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
#include "softbody/factor.h"

#include <algorithm>

#include "core/hash.h"

namespace dryrun::softbody {
namespace {

std::size_t index(int i) {
    return static_cast<std::size_t>(i);
}

// Which elements are summed in at each part: those whose first eliminated node lies there.
std::vector<std::vector<int>> elements_of_parts(const Assembly& assembly,
                                                const std::vector<std::size_t>& part_of,
                                                std::size_t parts, const std::vector<int>& place) {
    std::vector<std::vector<int>> elements(parts);
    for (int e = 0; e < assembly.element_count(); ++e) {
        int first = -1;
        for (const int node : assembly.element(e).nodes) {
            const int at = place[index(node)];
            if (at >= 0 && (first < 0 || at < first)) first = at;
        }
        if (first >= 0) elements[part_of[index(first)]].push_back(e);
    }
    return elements;
}

// Nodes beyond a part's own that its elimination couples: of its elements and of its children.
std::vector<int> rows_of_part(const Assembly& assembly, const std::vector<int>& elements,
                              const std::vector<int>& place, int past_own,
                              const std::vector<const std::vector<int>*>& children) {
    std::vector<int> rows;
    for (const int e : elements) {
        for (const int node : assembly.element(e).nodes) {
            if (place[index(node)] >= past_own) rows.push_back(place[index(node)]);
        }
    }
    for (const auto* child : children) {
        for (const int row : *child) {
            if (row >= past_own) rows.push_back(row);
        }
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

// One dense frontal matrix while it is being filled and factored.
struct Frontal {
    int own_first = 0;
    int own_count = 0;
    const std::vector<int>* rows = nullptr;
    std::size_t size = 0;
    double* a = nullptr;  // lower triangle, column-major

    std::size_t local(int at) const {
        if (at < own_first + own_count) return 3 * index(at - own_first);
        const auto found = std::lower_bound(rows->begin(), rows->end(), at);
        return 3 * index(own_count + static_cast<int>(found - rows->begin()));
    }
    void add(std::size_t i, std::size_t j, double value) const {
        i >= j ? a[j * size + i] += value : a[i * size + j] += value;
    }
    // The columns that are kept whole, of the others the lower triangle.
    void clear() const {
        const std::size_t pivots = 3 * index(own_count);
        std::fill_n(a, pivots * size, 0.0);
        for (std::size_t j = pivots; j < size; ++j) std::fill_n(a + j * size + j, size - j, 0.0);
    }
};

void add_element(const Assembly::Element& element, const std::vector<int>& place,
                 const Frontal& frontal) {
    const std::size_t n = element.nodes.size();
    for (std::size_t b = 0; b < n; ++b) {
        const int at_b = place[index(element.nodes[b])];
        if (at_b < 0) continue;
        const std::size_t column = frontal.local(at_b);
        for (std::size_t c = 0; c < n; ++c) {
            const int at_c = place[index(element.nodes[c])];
            if (at_c < at_b) continue;  // held, or in the upper triangle
            const std::size_t row = frontal.local(at_c);
            for (std::size_t j = 0; j < 3; ++j) {
                for (std::size_t i = row == column ? j : 0; i < 3; ++i) {
                    frontal.add(row + i, column + j,
                                element.matrix[(3 * c + i) * 3 * n + 3 * b + j]);
                }
            }
        }
    }
}

// What a part leaves for its parent: the Schur complement over its rows, its lower triangle column
// by column.
std::size_t update_size(std::size_t rows) {
    return 3 * rows * (3 * rows + 1) / 2;
}

void keep_update(const Frontal& frontal, std::size_t pivots, double* update) {
    for (std::size_t j = pivots; j < frontal.size; ++j)
        update = std::copy_n(frontal.a + j * frontal.size + j, frontal.size - j, update);
}

void add_update(const double* update, const std::vector<int>& rows, const Frontal& frontal) {
    const std::size_t n = rows.size();
    std::vector<std::size_t> local(n);
    for (std::size_t r = 0; r < n; ++r) local[r] = frontal.local(rows[r]);
    for (std::size_t b = 0; b < n; ++b) {
        for (std::size_t j = 0; j < 3; ++j) {
            double* into = frontal.a + (local[b] + j) * frontal.size;
            for (std::size_t i = j; i < 3; ++i) into[local[b] + i] += *update++;
            for (std::size_t c = b + 1; c < n; ++c) {
                double* at = into + local[c];
                at[0] += update[0];
                at[1] += update[1];
                at[2] += update[2];
                update += 3;
            }
        }
    }
}

}  // namespace

Factor::Layout Factor::lay_out(const Assembly& assembly) {
    node_count_ = assembly.node_count();
    dissection_ = dissect(assembly);
    const auto& parts = dissection_.parts;
    place_.assign(index(assembly.node_count()), -1);
    for (std::size_t at = 0; at < dissection_.order.size(); ++at) {
        place_[index(dissection_.order[at])] = static_cast<int>(at);
    }
    front_of_.resize(dissection_.order.size());
    for (std::size_t p = 0; p < parts.size(); ++p)
        std::fill_n(front_of_.begin() + parts[p].first, parts[p].count, p);
    Layout layout;
    layout.elements = elements_of_parts(assembly, front_of_, parts.size(), place_);
    layout.children.resize(parts.size());
    for (std::size_t p = 0; p < parts.size(); ++p) {
        if (parts[p].parent >= 0) layout.children[index(parts[p].parent)].push_back(p);
    }
    fronts_.resize(parts.size());
    std::size_t waiting = 0;  // updates that no parent has taken yet
    for (std::size_t p = 0; p < parts.size(); ++p) {
        Front& front = fronts_[p];
        std::vector<const std::vector<int>*> child_rows;
        for (const std::size_t child : layout.children[p]) {
            child_rows.push_back(&fronts_[child].rows);
            waiting -= update_size(fronts_[child].rows.size());
        }
        front.pivots = 3 * index(parts[p].count);
        front.rows = rows_of_part(assembly, layout.elements[p], place_,
                                  parts[p].first + parts[p].count, child_rows);
        front.at = layout.entries;
        layout.entries += front.entries();
        layout.largest = std::max(layout.largest, front.height() * front.height());
        waiting += update_size(front.rows.size());
        layout.most_waiting = std::max(layout.most_waiting, waiting);
    }
    return layout;
}

Result<Factor> Factor::make(const Assembly& assembly) {
    Factor factor;
    const Layout layout = factor.lay_out(assembly);
    const auto& parts = factor.dissection_.parts;
    if (parts.empty()) {
        return Error{ErrorKind::Internal, "the structure has no node that may move", "", ""};
    }
    Room frontal_room(layout.largest);
    // Children come before their parent and nothing between them is left over: a stack.
    Room updates(layout.most_waiting);
    double* top = updates.data();
    factor.l_ = Room(layout.entries);
    for (std::size_t p = 0; p < parts.size(); ++p) {
        Front& front = factor.fronts_[p];
        Frontal frontal;
        frontal.own_first = parts[p].first;
        frontal.own_count = parts[p].count;
        frontal.rows = &front.rows;
        frontal.size = front.height();
        frontal.a = frontal_room.data();
        frontal.clear();
        for (const int e : layout.elements[p])
            add_element(assembly.element(e), factor.place_, frontal);
        for (const std::size_t child : layout.children[p])
            top -= update_size(factor.fronts_[child].rows.size());
        const double* update = top;
        for (const std::size_t child : layout.children[p]) {
            const std::vector<int>& rows = factor.fronts_[child].rows;
            add_update(update, rows, frontal);
            update += update_size(rows.size());
        }
        if (!factor_partly(frontal.a, frontal.size, front.pivots, factor.l_.data() + front.at)) {
            return Error{ErrorKind::Internal, "the structure is not held against every motion", "",
                         ""};
        }
        keep_update(frontal, front.pivots, top);
        top += update_size(front.rows.size());
    }
    return factor;
}

std::uint64_t Factor::hash() const {
    std::uint64_t value = 0;
    for (const Front& front : fronts_) {
        value = xxh64(std::as_bytes(std::span(l_of(front), front.entries())), value);
    }
    return value;
}

std::vector<double> Factor::solve(std::span<const double> forces) const {
    DRYRUN_ASSERT(forces.size() == 3 * index(node_count_));
    std::vector<double> x(3 * dissection_.order.size());
    for (std::size_t at = 0; at < dissection_.order.size(); ++at) {
        const std::size_t node = index(dissection_.order[at]);
        std::copy_n(forces.begin() + static_cast<std::ptrdiff_t>(3 * node), 3,
                    x.begin() + static_cast<std::ptrdiff_t>(3 * at));
    }
    std::vector<double> rows;  // of one front: its own and those beyond
    for (std::size_t p = 0; p < fronts_.size(); ++p) {
        const Front& front = fronts_[p];
        double* own = x.data() + first_row(p);
        // A load on few nodes passes through few fronts.
        if (std::all_of(own, own + front.pivots, [](double force) { return force == 0.0; }))
            continue;
        rows.assign(front.height(), 0.0);
        std::copy_n(own, front.pivots, rows.data());
        carry_one(l_of(front), front.height(), front.pivots, rows.data());
        std::copy_n(rows.data(), front.pivots, own);
        for (std::size_t r = front.pivots; r < rows.size(); ++r) x[row_beyond(front, r)] += rows[r];
    }
    DenseWork work;
    for (std::size_t p = fronts_.size(); p-- > 0;) {
        const Front& front = fronts_[p];
        double* own = x.data() + first_row(p);
        rows.resize(front.height());
        std::copy_n(own, front.pivots, rows.data());
        for (std::size_t r = front.pivots; r < rows.size(); ++r) rows[r] = x[row_beyond(front, r)];
        carry_back(l_of(front), front.height(), front.pivots, rows.data(), work);
        std::copy_n(rows.data(), front.pivots, own);
    }
    std::vector<double> displacements(forces.size(), 0.0);
    for (std::size_t at = 0; at < dissection_.order.size(); ++at) {
        const std::size_t node = index(dissection_.order[at]);
        std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(3 * at), 3,
                    displacements.begin() + static_cast<std::ptrdiff_t>(3 * node));
    }
    return displacements;
}

std::vector<std::size_t> Factor::sorted_by_start(std::span<const NodalLoad> loads) const {
    std::vector<int> start(loads.size(), static_cast<int>(dissection_.order.size()));
    std::vector<std::size_t> sorted(loads.size());
    for (std::size_t i = 0; i < loads.size(); ++i) {
        sorted[i] = i;
        for (const auto& [node, force] : loads[i]) {
            const int at = place_[index(node)];
            if (at >= 0) start[i] = std::min(start[i], at);
        }
    }
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](std::size_t a, std::size_t b) { return start[a] < start[b]; });
    return sorted;
}

// Loads that start next to each other in the order share branches: sorted so, each front sees one
// run of them, and what reaches a front goes on to all whose nodes it couples.
Factor::Carried Factor::room_to_carry(std::span<const NodalLoad> loads) const {
    Carried carried;
    carried.column_of_ = sorted_by_start(loads);
    const std::size_t count = loads.size();
    std::vector<std::pair<std::size_t, std::size_t>> run(fronts_.size(), {count, 0});
    const auto widen = [&](int at, std::size_t first, std::size_t last) {
        auto& r = run[front_of_[index(at)]];
        r = {std::min(r.first, first), std::max(r.second, last)};
    };
    for (std::size_t s = 0; s < count; ++s) {
        for (const auto& [node, force] : loads[carried.column_of_[s]]) {
            if (place_[index(node)] >= 0) widen(place_[index(node)], s, s + 1);
        }
    }
    carried.number_.assign(fronts_.size(), 0);
    std::size_t values = 0;
    for (std::size_t p = 0; p < fronts_.size(); ++p) {
        const auto [first, last] = run[p];
        if (first >= last) continue;
        for (const int at : fronts_[p].rows) widen(at, first, last);
        carried.number_[p] = carried.fronts_.size();
        const std::size_t size = (last - first) * fronts_[p].pivots;
        carried.work_ += static_cast<double>((last - first) * fronts_[p].entries());
        carried.fronts_.push_back({static_cast<int>(p), first, last, values, size});
        values += size;
    }
    carried.values_ = Room(values);
    std::fill_n(carried.values_.data(), values, 0.0);
    return carried;
}

// Row of a place in its front, from one load on, and the way to the next row.
std::pair<double*, std::size_t> Factor::row_of(int at, std::size_t load, Carried& carried) const {
    const std::size_t p = front_of_[index(at)];
    const Carried::Front& front = carried.fronts_[carried.number_[p]];
    const std::size_t stride = front.last - front.first;
    const auto row = 3 * index(at - dissection_.parts[p].first);
    return {carried.values_.data() + front.at + row * stride + load - front.first, stride};
}

Factor::Carried Factor::carry(std::span<const NodalLoad> loads) const {
    Carried carried = begin_carry(loads);
    carry_on(1.0, carried);
    return carried;
}

Factor::Carried Factor::begin_carry(std::span<const NodalLoad> loads) const {
    Carried carried = room_to_carry(loads);
    for (std::size_t s = 0; s < loads.size(); ++s) {
        for (const auto& [node, force] : loads[carried.column_of_[s]]) {
            const int at = place_[index(node)];
            if (at < 0) continue;
            const auto [row, stride] = row_of(at, s, carried);
            row[0] += force.x;
            row[stride] += force.y;
            row[2 * stride] += force.z;
        }
    }
    return carried;
}

void Factor::carry_on(double share, Carried& carried) const {
    DenseWork work;
    std::vector<double> beyond;
    for (; carried.next_ < carried.fronts_.size(); ++carried.next_) {
        if (share < 1.0 && carried.done_ >= share * carried.work_) return;
        const Carried::Front& kept = carried.fronts_[carried.next_];
        const Front& front = fronts_[index(kept.index)];
        const std::size_t width = kept.last - kept.first;
        const std::size_t rest = 3 * front.rows.size();
        beyond.resize(width * rest);
        carry_through(l_of(front), front.height(), front.pivots, carried.values_.data() + kept.at,
                      width, beyond.data(), work);
        for (std::size_t r = 0; r < rest; r += 3) {
            const auto [row, above] = row_of(front.rows[r / 3], kept.first, carried);
            for (std::size_t k = 0; k < 3; ++k)
                add_scaled(1.0, beyond.data() + (r + k) * width, row + k * above, width);
        }
        carried.done_ += static_cast<double>(width * front.entries());
    }
}

Factor::OnDemand Factor::displaced_by(const Carried& loads, std::span<const double> amounts) const {
    DRYRUN_ASSERT(amounts.size() == loads.column_of_.size());
    OnDemand sought;
    sought.factor_ = this;
    sought.x_.assign(3 * dissection_.order.size(), 0.0);
    sought.is_found_.assign(fronts_.size(), 0);
    std::vector<double> sorted;
    for (const std::size_t column : loads.column_of_) sorted.push_back(amounts[column]);
    for (const Carried::Front& kept : loads.fronts_) {
        const std::size_t width = kept.last - kept.first;
        double* own = sought.x_.data() + first_row(index(kept.index));
        const double* values = loads.values_.data() + kept.at;
        for (std::size_t k = 0; k < fronts_[index(kept.index)].pivots; ++k)
            own[k] = dot(values + k * width, sorted.data() + kept.first, width);
    }
    return sought;
}

// What is beyond a front lies in those that it is eliminated before, up the tree.
void Factor::OnDemand::find(std::size_t p) {
    if (is_found_[p] != 0) return;
    is_found_[p] = 1;
    if (const int parent = factor_->dissection_.parts[p].parent; parent >= 0) find(index(parent));
    const Front& front = factor_->fronts_[p];
    double* own = x_.data() + factor_->first_row(p);
    rows_.resize(front.height());
    std::copy_n(own, front.pivots, rows_.data());
    for (std::size_t r = front.pivots; r < rows_.size(); ++r) rows_[r] = x_[row_beyond(front, r)];
    carry_back(factor_->l_of(front), front.height(), front.pivots, rows_.data(), work_);
    std::copy_n(rows_.data(), front.pivots, own);
}

Vec3 Factor::OnDemand::at(int node) {
    const int place = factor_->place_[index(node)];
    if (place < 0) return {};
    find(factor_->front_of_[index(place)]);
    const double* x = x_.data() + 3 * index(place);
    return {x[0], x[1], x[2]};
}

std::vector<double> Factor::compliance(const Carried& a, const Carried& b) {
    const std::size_t rows = a.column_of_.size();
    const std::size_t columns = b.column_of_.size();
    std::vector<double> sorted(rows * columns, 0.0);  // column-major in sorted order
    DenseWork work;
    const bool is_same = &a == &b;
    auto other = b.fronts_.begin();
    for (const auto& front : a.fronts_) {
        while (other != b.fronts_.end() && other->index < front.index) ++other;
        if (other == b.fronts_.end()) break;
        if (other->index != front.index) continue;
        const std::size_t m = front.last - front.first;
        const std::size_t n = other->last - other->first;
        add_product(1.0, a.values_.data() + front.at, m, m, b.values_.data() + other->at, n, n,
                    front.size / m, sorted.data() + other->first * rows + front.first, rows,
                    is_same ? Part::Lower : Part::Whole, work);
    }
    std::vector<double> result(rows * columns);
    for (std::size_t j = 0; j < columns; ++j) {
        for (std::size_t i = 0; i < rows; ++i) {
            const double value = is_same && i < j ? sorted[i * rows + j] : sorted[j * rows + i];
            result[a.column_of_[i] * columns + b.column_of_[j]] = value;
        }
    }
    return result;
}

}  // namespace dryrun::softbody
