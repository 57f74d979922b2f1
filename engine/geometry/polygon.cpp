// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/polygon.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/deterministic_math.h"
#include "core/result.h"
#include "geometry/mesh.h"

namespace dryrun {
namespace {

constexpr double kSquare = 8.0;

}  // namespace

double polygon_distance(double x, double y, const std::vector<Vec3>& polygon) {
    double squared = 1e300;
    bool is_inside = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const Vec3& a = polygon[j];
        const Vec3& b = polygon[i];
        const double edge_x = b.x - a.x;
        const double edge_y = b.y - a.y;
        const double t = det::clamp(
            ((x - a.x) * edge_x + (y - a.y) * edge_y) / (edge_x * edge_x + edge_y * edge_y), 0.0,
            1.0);
        const double away_x = x - a.x - edge_x * t;
        const double away_y = y - a.y - edge_y * t;
        squared = std::min(squared, away_x * away_x + away_y * away_y);
        if ((a.y > y) != (b.y > y) && x < a.x + edge_x * (y - a.y) / edge_y) is_inside = !is_inside;
    }
    const double away = std::sqrt(squared);
    return is_inside ? -away : away;
}

double PolygonDistance::squared_distance(const Side& side, double x, double y) const {
    const double t =
        det::clamp(((x - side.x) * side.by_x + (y - side.y) * side.by_y) / side.squared, 0.0, 1.0);
    const double away_x = x - side.x - side.by_x * t;
    const double away_y = y - side.y - side.by_y * t;
    return away_x * away_x + away_y * away_y;
}

PolygonDistance::PolygonDistance(std::vector<Vec3> polygon, double margin)
    : polygon_(std::move(polygon)) {
    DRYRUN_ASSERT(polygon_.size() >= 3);
    std::vector<Side> sides;
    for (std::size_t i = 0, j = polygon_.size() - 1; i < polygon_.size(); j = i++) {
        const Vec3& a = polygon_[j];
        const Vec3& b = polygon_[i];
        const double by_x = b.x - a.x;
        const double by_y = b.y - a.y;
        sides.push_back({a.x, a.y, b.y, by_x, by_y, by_x * by_x + by_y * by_y});
    }
    for (const Vec3& corner : polygon_) box_.take_in(corner, margin);
    columns_ = static_cast<int>((box_.high.x - box_.low.x) / kSquare) + 1;
    rows_ = static_cast<int>((box_.high.y - box_.low.y) / kSquare) + 1;
    constexpr double kSlack = 1e-6;
    const double half_diagonal = kSquare * std::sqrt(0.5);
    for (int row = 0; row < rows_; ++row) {
        const double low = box_.low.y + kSquare * row - kSlack;
        const double high = low + kSquare + 2.0 * kSlack;
        crossed_.first.push_back(crossed_.sides.size());
        for (const Side& side : sides) {
            if (std::min(side.y, side.end_y) <= high && std::max(side.y, side.end_y) >= low)
                crossed_.sides.push_back(side);
        }
        for (int column = 0; column < columns_; ++column) {
            const double x = box_.low.x + kSquare * (column + 0.5);
            const double y = box_.low.y + kSquare * (row + 0.5);
            double nearest = 1e300;
            for (const Side& side : sides)
                nearest = std::min(nearest, squared_distance(side, x, y));
            // Nowhere in the square is a side nearest that is farther from its middle than this.
            const double far = std::sqrt(nearest) + 2.0 * half_diagonal + kSlack;
            near_.first.push_back(near_.sides.size());
            for (const Side& side : sides) {
                if (squared_distance(side, x, y) <= far * far) near_.sides.push_back(side);
            }
        }
    }
    near_.first.push_back(near_.sides.size());
    crossed_.first.push_back(crossed_.sides.size());
}

double PolygonDistance::operator()(double x, double y) const {
    if (!(x >= box_.low.x && x <= box_.high.x && y >= box_.low.y && y <= box_.high.y))
        return polygon_distance(x, y, polygon_);
    const auto column = static_cast<std::size_t>((x - box_.low.x) / kSquare);
    const auto row = static_cast<std::size_t>((y - box_.low.y) / kSquare);
    const std::size_t square = row * static_cast<std::size_t>(columns_) + column;
    double squared = 1e300;
    for (std::size_t i = near_.first[square]; i < near_.first[square + 1]; ++i)
        squared = std::min(squared, squared_distance(near_.sides[i], x, y));
    bool is_inside = false;
    for (std::size_t i = crossed_.first[row]; i < crossed_.first[row + 1]; ++i) {
        const Side& side = crossed_.sides[i];
        if ((side.y > y) != (side.end_y > y) && x < side.x + side.by_x * (y - side.y) / side.by_y)
            is_inside = !is_inside;
    }
    const double away = std::sqrt(squared);
    return is_inside ? -away : away;
}

}  // namespace dryrun
