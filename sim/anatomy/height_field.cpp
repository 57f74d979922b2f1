// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/height_field.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include "core/processor.h"

namespace dryrun::anatomy {
namespace {

// So many neighbouring nodes are worked on at once; rows are filled up to a multiple of it.
constexpr int kBlock = 8;

int blocks_of(int count) {
    return (count + kBlock - 1) / kBlock;
}

// The nodes of a window, row by row, with room round them for what lies beyond, so that no node is
// a special one.
class Patch {
  public:
    /// `storage` is where it lies.
    Patch(const NodeWindow& window, HeightField& storage)
        : window_(window), stride_(kBlock + kBlock * blocks_of(columns())) {
        const int rows = window.last_row - window.first_row + 3;
        storage.resize(static_cast<std::size_t>(stride_ * rows + kBlock));
        heights_ = storage.data();
    }
    const NodeWindow& window() const { return window_; }
    int columns() const { return window_.last_column - window_.first_column + 1; }
    /// Of the window's first column, in a row of the grid.
    float* row(int j) { return heights_ + stride_ * (j - window_.first_row + 1) + kBlock; }

    /// What lies beyond the ends of a row: beyond the midline its mirror image, else it goes on
    /// level.
    void end_row(int j, bool at_midline) {
        const int count = columns();
        float* const at = row(j);
        at[-1] = at[0];
        at[count] = at[at_midline && count > 1 ? count - 2 : count - 1];
    }
    /// What lies below the first row and above the last.
    void end_columns() {
        const int count = columns() + 2;
        std::copy_n(row(window_.first_row) - 1, count, row(window_.first_row - 1) - 1);
        std::copy_n(row(window_.last_row) - 1, count, row(window_.last_row + 1) - 1);
    }

  private:
    NodeWindow window_;
    std::ptrdiff_t stride_;
    float* heights_ = nullptr;
};

// Blurs a row by (1, 2, 1), four times too high.
[[gnu::always_inline]] inline void blur_along(const float* __restrict row, int blocks,
                                              float* __restrict along) {
    for (int i = 0; i < kBlock * blocks; ++i)
        along[i] = (row[i - 1] + row[i + 1]) + (row[i] + row[i]);
}

// The same with the row above, and across the three, which is then put right.
[[gnu::always_inline]] inline void blur_across(const float* __restrict below,
                                               const float* __restrict at,
                                               const float* __restrict row_above, int blocks,
                                               float* __restrict above, float* __restrict to) {
    for (int i = 0; i < kBlock * blocks; ++i) {
        const float high = (row_above[i - 1] + row_above[i + 1]) + (row_above[i] + row_above[i]);
        above[i] = high;
        to[i] = 0.0625F * ((below[i] + high) + (at[i] + at[i]));
    }
}

// One blur by (1/4, 1/2, 1/4) along the rows and then the columns of a part of the patch, in place:
// a row is written when what its neighbours need of it is in `rows`.
[[gnu::always_inline]] inline void smooth_once(Patch& patch, const ChartGrid& half,
                                               const NodeWindow& part, float* rows) {
    const NodeWindow& whole = patch.window();
    const int skipped = (part.first_column - whole.first_column) / kBlock * kBlock;
    const int blocks = blocks_of(part.last_column - whole.first_column + 1 - skipped);
    const auto row = [&](int j) { return patch.row(j) + skipped; };
    float* below = rows;
    const std::ptrdiff_t row_length = std::ptrdiff_t{kBlock} * blocks;
    float* at = rows + row_length;
    float* above = at + row_length;
    blur_along(row(part.first_row - 1), blocks, below);
    blur_along(row(part.first_row), blocks, at);
    for (int j = part.first_row; j <= part.last_row; ++j) {
        blur_across(below, at, row(j + 1), blocks, above, row(j));
        patch.end_row(j, whole.last_column == half.columns - 1);
        float* const spare = below;
        below = at;
        at = above;
        above = spare;
    }
    patch.end_columns();
}

[[gnu::always_inline]] inline void smooth_rounds(Patch& patch, const ChartGrid& half,
                                                 const NodeWindow& window, int rounds,
                                                 float* rows) {
    for (int left = rounds - 1; left >= 0; --left)
        smooth_once(patch, half, window.grown(half, left), rows);
}

// Of each of so many rows up or down, how many columns to either side the ellipse reaches; -1 where
// it does not.
std::vector<int> widths_of_ellipse(int reach_u, int reach_v, double span_u, double span_v) {
    std::vector<int> widths;
    for (int b = 0; b <= reach_v; ++b) {
        const double y = b / span_v;
        int w = reach_u;
        while (w >= 0 && (w / span_u) * (w / span_u) + y * y > 1.0) --w;
        widths.push_back(w);
    }
    return widths;
}

// What is not known stays the lowest.
[[gnu::always_inline]] inline void turn_over(const float* __restrict heights, int count,
                                             float* __restrict turned) {
    for (int i = 0; i < count; ++i) turned[i] = heights[i] > kNoHeight ? -heights[i] : kNoHeight;
}

// The nodes of a row's window and of `reach` more either side, at to[-reach] and so on: beyond the
// side nothing, beyond the midline its mirror image. With `sign`, but for what is not known.
[[gnu::always_inline]] inline void spread_row(const float* row, int columns, const NodeWindow& w,
                                              int reach, float sign, float* to) {
    const int first = std::max(w.first_column - reach, 0);
    const int end = std::min(w.last_column + reach + 1, columns);
    float* const begin = to + (first - w.first_column);
    std::fill(to - reach, begin, kNoHeight);
    if (sign < 0.0F) {
        turn_over(row + first, end - first, begin);
    } else {
        std::copy_n(row + first, end - first, begin);
    }
    for (int i = end; i <= w.last_column + reach; ++i) {
        const int in = 2 * (columns - 1) - i;
        to[i - w.first_column] = in >= first ? begin[in - first] : kNoHeight;
    }
}

// The highest of some nodes and those `by` columns to either side.
[[gnu::always_inline]] inline void widen(const float* __restrict nodes, const float* __restrict row,
                                         int by, int blocks, float* __restrict to) {
    const float* __restrict const left = row - by;
    const float* __restrict const right = row + by;
    for (int i = 0; i < kBlock * blocks; ++i) {
        const float beside = left[i] < right[i] ? right[i] : left[i];
        to[i] = nodes[i] < beside ? beside : nodes[i];
    }
}

// Raises some nodes to the highest of four others where that is higher.
[[gnu::always_inline]] inline void raise(const std::array<const float*, 4>& others, int blocks,
                                         float* __restrict nodes) {
    const float* __restrict const a = others[0];
    const float* __restrict const b = others[1];
    const float* __restrict const c = others[2];
    const float* __restrict const d = others[3];
    for (int i = 0; i < kBlock * blocks; ++i) {
        const float first = a[i] < b[i] ? b[i] : a[i];
        const float second = c[i] < d[i] ? d[i] : c[i];
        const float highest = first < second ? second : first;
        nodes[i] = nodes[i] < highest ? highest : nodes[i];
    }
}

// The highest within so many columns either side of each node of some rows, for the last rows that
// were asked for.
class WidenedRows {
  public:
    WidenedRows(const HeightField& from, const ChartGrid& half, const NodeWindow& window,
                int reach_u, int reach_v, float sign)
        : from_(from),
          half_(half),
          window_(window),
          reach_(reach_u),
          sign_(sign),
          blocks_(blocks_of(window.last_column - window.first_column + 1)),
          kept_(2 * reach_v + 1),
          spread_(static_cast<std::size_t>(kBlock * blocks_ + 2 * reach_u), kNoHeight),
          rows_(std::make_unique_for_overwrite<float[]>(
              static_cast<std::size_t>(kBlock * blocks_ * (reach_u + 1) * kept_))) {}

    [[gnu::always_inline]] void make(int j) {
        float* const row = spread_.data() + reach_;
        spread_row(from_.data() + half_.index(0, j), half_.columns, window_, reach_, sign_, row);
        std::copy_n(row, kBlock * blocks_, at(j, 0));
        for (int w = 1; w <= reach_; ++w) widen(at(j, w - 1), row, w, blocks_, at(j, w));
    }
    float* at(int j, int width) {
        const std::ptrdiff_t row = j % kept_ * (reach_ + 1) + width;
        return rows_.get() + row * kBlock * blocks_;
    }
    int blocks() const { return blocks_; }

  private:
    const HeightField& from_;
    const ChartGrid& half_;
    const NodeWindow& window_;
    int reach_;
    float sign_;
    int blocks_;
    int kept_;
    HeightField spread_;
    std::unique_ptr<float[]> rows_;
};

// For `extreme_within`: `widths` by rows up or down, as widths_of_ellipse() tells them.
[[gnu::always_inline]] inline void find_extremes(const HeightField& from, const ChartGrid& half,
                                                 const std::vector<int>& widths, float sign,
                                                 const NodeWindow& window, HeightField& field) {
    const int reach_u = widths[0];
    const int reach_v = static_cast<int>(widths.size()) - 1;
    const int count = window.last_column - window.first_column + 1;
    WidenedRows rows(from, half, window, reach_u, reach_v, sign);
    HeightField highest(static_cast<std::size_t>(kBlock * rows.blocks()));
    int next = std::max(window.first_row - reach_v, 0);
    for (int j = window.first_row; j <= window.last_row; ++j) {
        for (; next <= std::min(j + reach_v, half.rows - 1); ++next) rows.make(next);
        std::copy_n(rows.at(j, widths[0]), kBlock * rows.blocks(), highest.data());
        std::array<const float*, 4> others{};
        std::size_t waiting = 0;
        for (int b = -reach_v; b <= reach_v; ++b) {
            const int width = widths[static_cast<std::size_t>(std::abs(b))];
            if (b == 0 || width < 0 || j + b < 0 || j + b >= half.rows) continue;
            others[waiting++] = rows.at(j + b, width);
            if (waiting < others.size()) continue;
            raise(others, rows.blocks(), highest.data());
            waiting = 0;
        }
        if (waiting > 0) {
            std::fill(others.begin() + static_cast<std::ptrdiff_t>(waiting), others.end(),
                      others[0]);
            raise(others, rows.blocks(), highest.data());
        }
        float* const to = field.data() + half.index(window.first_column, j);
        if (sign < 0.0F) {
            turn_over(highest.data(), count, to);
        } else {
            std::copy_n(highest.data(), count, to);
        }
    }
}

}  // namespace

// A round of blurring reaches over one node.
int smoothing_reach(double radius, const ChartGrid& half) {
    return static_cast<int>(2.0 * radius * radius / (half.step * half.step) + 0.5);
}

NodeWindow NodeWindow::grown(const ChartGrid& half, int nodes) const {
    return {std::max(first_column - nodes, 0), std::min(last_column + nodes, half.columns - 1),
            std::max(first_row - nodes, 0), std::min(last_row + nodes, half.rows - 1)};
}

HeightField smoothed(const HeightField& field, const ChartGrid& half, double radius) {
    HeightField result;
    HeightField scratch;
    smooth_within(field, half, radius, NodeWindow::whole(half), result, scratch);
    return result;
}

void smooth_within(const HeightField& from, const ChartGrid& half, double radius,
                   const NodeWindow& window, HeightField& field, HeightField& scratch) {
    field.resize(from.size());
    if (window.is_empty()) return;
    // What a round lacks beyond the window's edge creeps in by one node a round.
    const int rounds = smoothing_reach(radius, half);
    const NodeWindow wider = window.grown(half, rounds);
    Patch patch(wider, scratch);
    HeightField rows(3 * static_cast<std::size_t>(kBlock * blocks_of(patch.columns())));
    for (int j = wider.first_row; j <= wider.last_row; ++j) {
        std::copy_n(from.data() + half.index(wider.first_column, j), patch.columns(), patch.row(j));
        patch.end_row(j, wider.last_column == half.columns - 1);
    }
    patch.end_columns();
    with_avx2_if_any([&, rounds, room = rows.data() ]() __attribute__((always_inline)) {
        smooth_rounds(patch, half, window, rounds, room);
    });
    const int count = window.last_column - window.first_column + 1;
    for (int j = window.first_row; j <= window.last_row; ++j) {
        std::copy_n(patch.row(j) + window.first_column - wider.first_column, count,
                    field.data() + half.index(window.first_column, j));
    }
}

HeightField extreme(const HeightField& field, const ChartGrid& half, double radius_u,
                    double radius_v, float sign) {
    HeightField result;
    extreme_within(field, half, radius_u, radius_v, sign, NodeWindow::whole(half), result);
    return result;
}

void extreme_within(const HeightField& from, const ChartGrid& half, double radius_u,
                    double radius_v, float sign, const NodeWindow& window, HeightField& field) {
    const int reach_u = static_cast<int>(radius_u / half.step);
    const int reach_v = static_cast<int>(radius_v / half.step);
    const std::vector<int> widths = widths_of_ellipse(
        reach_u, reach_v, std::max(radius_u / half.step, 1.0), std::max(radius_v / half.step, 1.0));
    field.resize(from.size());
    if (window.is_empty()) return;
    with_avx2_if_any([&, sign ]() __attribute__((always_inline)) {
        find_extremes(from, half, widths, sign, window, field);
    });
}

HeightField widened(const HeightField& field, const ChartGrid& half) {
    HeightField across(field.size());
    HeightField result(field.size());
    for (int j = 0; j < half.rows; ++j) {
        const float* from = field.data() + half.index(0, j);
        float* to = across.data() + half.index(0, j);
        for (int i = 0; i < half.columns; ++i) {
            const float beside =
                std::max(from[std::max(i - 1, 0)], from[std::min(i + 1, half.columns - 1)]);
            to[i] = std::max(from[i], beside);
        }
    }
    for (int j = 0; j < half.rows; ++j) {
        const float* below = across.data() + half.index(0, std::max(j - 1, 0));
        const float* at = across.data() + half.index(0, j);
        const float* above = across.data() + half.index(0, std::min(j + 1, half.rows - 1));
        float* to = result.data() + half.index(0, j);
        for (int i = 0; i < half.columns; ++i)
            to[i] = std::max(at[i], std::max(below[i], above[i]));
    }
    return result;
}

}  // namespace dryrun::anatomy
