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

// What one right-hand side takes through a front, in multiplications: each row is moved too.
double effort_to_carry(std::size_t entries, std::size_t height) {
    constexpr double kMoving = 64.0;
    return static_cast<double>(entries) + kMoving * static_cast<double>(height);
}

// And what a number of a product so deep takes.
double effort_to_multiply(std::size_t depth) {
    constexpr double kMoving = 128.0;
    return static_cast<double>(depth) + kMoving;
}

// Of so many right-hand sides, each so many multiplications, those to take in one go.
std::size_t at_once(std::size_t count, double each, double work) {
    if (work == Factor::kToTheEnd) return count;
    const auto few = static_cast<std::size_t>(Factor::kMostAtOnce / each) / kStrip * kStrip;
    return std::min(count, std::max(few, kStrip));
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
        carried.work_ += static_cast<double>(last - first) *
                         effort_to_carry(fronts_[p].entries(), fronts_[p].height());
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
    carry_on(kToTheEnd, carried);
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

void Factor::carry_on(double work, Carried& carried) const {
    DenseWork room;
    std::vector<double> beyond;
    while (!carried.is_done()) {
        const Carried::Front& kept = carried.fronts_[carried.next_];
        const Front& front = fronts_[index(kept.index)];
        const std::size_t stride = kept.last - kept.first;
        const std::size_t from = carried.next_load_;
        const double each = effort_to_carry(front.entries(), front.height());
        const std::size_t width = at_once(stride - from, each, work);
        const double effort = static_cast<double>(width) * each;
        if (carried.done_ + 0.5 * effort > work) return;
        const std::size_t rest = 3 * front.rows.size();
        beyond.resize(width * rest);
        carry_through(l_of(front), front.height(), front.pivots,
                      carried.values_.data() + kept.at + from, stride, width, beyond.data(), room);
        for (std::size_t r = 0; r < rest; r += 3) {
            const auto [row, above] = row_of(front.rows[r / 3], kept.first + from, carried);
            for (std::size_t k = 0; k < 3; ++k)
                add_scaled(1.0, beyond.data() + (r + k) * width, row + k * above, width);
        }
        carried.done_ += effort;
        carried.next_load_ += width;
        if (carried.next_load_ < stride) continue;
        carried.next_load_ = 0;
        ++carried.next_;
    }
}

Factor::OnDemand Factor::displaced_by(const Carried& loads, std::span<const double> amounts) const {
    DRYRUN_ASSERT(amounts.size() == loads.column_of_.size());
    OnDemand sought;
    sought.factor_ = this;
    sought.loads_ = &loads;
    sought.x_.assign(3 * dissection_.order.size(), 0.0);
    sought.is_found_.assign(fronts_.size(), 0);
    sought.amounts_.reserve(amounts.size());
    for (const std::size_t column : loads.column_of_) sought.amounts_.push_back(amounts[column]);
    return sought;
}

// What of the loads arrives at a front's own nodes.
void Factor::OnDemand::load(std::size_t p, double* own) const {
    if (loads_->fronts_.empty()) return;
    const Carried::Front& kept = loads_->fronts_[loads_->number_[p]];
    if (kept.index != static_cast<int>(p)) return;  // none reaches this one
    const std::size_t width = kept.last - kept.first;
    const double* values = loads_->values_.data() + kept.at;
    for (std::size_t k = 0; k < factor_->fronts_[p].pivots; ++k)
        own[k] = dot(values + k * width, amounts_.data() + kept.first, width);
}

// What is beyond a front lies in those that it is eliminated before, up the tree.
bool Factor::OnDemand::find(std::size_t p, int& branches) {
    if (is_found_[p] != 0) return true;
    const int parent = factor_->dissection_.parts[p].parent;
    if (parent >= 0 && !find(index(parent), branches)) return false;
    if (branches <= 0) return false;
    --branches;
    is_found_[p] = 1;
    const Front& front = factor_->fronts_[p];
    double* own = x_.data() + factor_->first_row(p);
    load(p, own);
    rows_.resize(front.height());
    std::copy_n(own, front.pivots, rows_.data());
    for (std::size_t r = front.pivots; r < rows_.size(); ++r) rows_[r] = x_[row_beyond(front, r)];
    carry_back(factor_->l_of(front), front.height(), front.pivots, rows_.data(), work_);
    std::copy_n(rows_.data(), front.pivots, own);
    return true;
}

Vec3 Factor::OnDemand::at(int node) {
    const int place = factor_->place_[index(node)];
    if (place < 0) return {};
    int branches = std::numeric_limits<int>::max();
    find(factor_->front_of_[index(place)], branches);
    const double* x = x_.data() + 3 * index(place);
    return {x[0], x[1], x[2]};
}

bool Factor::OnDemand::go_towards(int node, int& branches) {
    const int place = factor_->place_[index(node)];
    return place < 0 || find(factor_->front_of_[index(place)], branches);
}

std::vector<double> Factor::compliance(const Carried& a, const Carried& b) {
    Compliance sum(a, b);
    sum.go_on(kToTheEnd);
    return sum.take();
}

Factor::Compliance::Compliance(const Carried& a, const Carried& b)
    : a_(&a), b_(&b), sorted_(a.column_of_.size() * b.column_of_.size(), 0.0) {
    std::size_t other = 0;
    for (std::size_t f = 0; f < a.fronts_.size(); ++f) {
        const Carried::Front& front = a.fronts_[f];
        while (other < b.fronts_.size() && b.fronts_[other].index < front.index) ++other;
        if (other == b.fronts_.size()) break;
        if (b.fronts_[other].index != front.index) continue;
        pairs_.emplace_back(f, other);
        work_ +=
            static_cast<double>(front.last - front.first) * effort_of_row(front, b.fronts_[other]);
    }
}

double Factor::Compliance::effort_of_row(const Carried::Front& front,
                                         const Carried::Front& other) const {
    const std::size_t depth = front.size / (front.last - front.first);
    return static_cast<double>(other.last - other.first) * effort_to_multiply(depth) *
           (a_ == b_ ? 0.5 : 1.0);
}

// Of a set with itself the lower triangle is enough, and is not divided within a front.
void Factor::Compliance::go_on(double work) {
    DenseWork room;
    const std::size_t rows = a_->column_of_.size();
    const bool is_same = a_ == b_;
    while (!is_done()) {
        const Carried::Front& front = a_->fronts_[pairs_[next_].first];
        const Carried::Front& other = b_->fronts_[pairs_[next_].second];
        const std::size_t stride = front.last - front.first;
        const std::size_t n = other.last - other.first;
        const double each = effort_of_row(front, other);
        const std::size_t m = is_same ? stride : at_once(stride - next_row_, each, work);
        const double effort = static_cast<double>(m) * each;
        if (done_ + 0.5 * effort > work) return;
        add_product(1.0, a_->values_.data() + front.at + next_row_, stride, m,
                    b_->values_.data() + other.at, n, n, front.size / stride,
                    sorted_.data() + other.first * rows + front.first + next_row_, rows,
                    is_same ? Part::Lower : Part::Whole, room);
        done_ += effort;
        next_row_ += m;
        if (next_row_ < stride) continue;
        next_row_ = 0;
        ++next_;
    }
}

std::vector<double> Factor::Compliance::take() const {
    DRYRUN_ASSERT(is_done());
    const std::size_t rows = a_->column_of_.size();
    const std::size_t columns = b_->column_of_.size();
    std::vector<double> result(rows * columns);
    for (std::size_t j = 0; j < columns; ++j) {
        for (std::size_t i = 0; i < rows; ++i) {
            const bool is_above = a_ == b_ && i < j;
            result[a_->column_of_[i] * columns + b_->column_of_[j]] =
                is_above ? sorted_[i * rows + j] : sorted_[j * rows + i];
        }
    }
    return result;
}

}  // namespace dryrun::softbody
