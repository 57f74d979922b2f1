// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/net.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun {
namespace {

// The tangent at `b` for a span of the given knot length, by the parabola through three points.
Vec3 tangent(const Vec3& a, const Vec3& b, const Vec3& c, double before, double after,
             double span) {
    return ((b - a) / before - (c - a) / (before + after) + (c - b) / after) * span;
}

// Cubic through p1 and p2 with their neighbours' help.
struct Span {
    Vec3 p1, p2, m1, m2;
    Span(const Vec3& p0, const Vec3& from, const Vec3& to, const Vec3& p3) : p1(from), p2(to) {
        constexpr double kLeast = 1e-9;  // points that coincide at a pole have no tangent
        const double before = std::fmax(std::sqrt(distance(p0, p1)), kLeast);
        const double span = std::fmax(std::sqrt(distance(p1, p2)), kLeast);
        const double after = std::fmax(std::sqrt(distance(p2, p3)), kLeast);
        m1 = tangent(p0, p1, p2, before, span, span);
        m2 = tangent(p1, p2, p3, span, after, span);
    }
    Vec3 at(double t) const {
        const double u = 1.0 - t;
        return p1 * (u * u * (1.0 + 2.0 * t)) + m1 * (t * u * u) + p2 * (t * t * (3.0 - 2.0 * t)) -
               m2 * (t * t * u);
    }
};

double part(std::size_t step, std::size_t steps) {
    return static_cast<double>(step) / static_cast<double>(steps);
}

// One value smoothly between its neighbours at even steps.
double between(double v0, double v1, double v2, double v3, double t) {
    const double u = 1.0 - t;
    return v1 * (u * u * (1.0 + 2.0 * t)) + 0.5 * (v2 - v0) * (t * u * u) +
           v2 * (t * t * (3.0 - 2.0 * t)) - 0.5 * (v3 - v1) * (t * t * u);
}

std::vector<double> refined(const std::vector<double>& values, std::size_t per_span) {
    std::vector<double> result;
    result.reserve((values.size() - 1) * per_span + 1);
    for (std::size_t i = 0; i + 1 < values.size(); ++i) {
        const double v0 = values[i > 0 ? i - 1 : i];
        const double v3 = values[i + 2 < values.size() ? i + 2 : i + 1];
        for (std::size_t k = 0; k < per_span; ++k)
            result.push_back(between(v0, values[i], values[i + 1], v3, part(k, per_span)));
    }
    result.push_back(values.back());
    return result;
}

// Turns rows into columns.
template <class T>
std::vector<std::vector<T>> transposed(const std::vector<std::vector<T>>& rows) {
    std::vector<std::vector<T>> columns(rows.front().size());
    for (auto& column : columns) column.reserve(rows.size());
    for (const auto& row : rows) {
        DRYRUN_ASSERT(row.size() == columns.size());
        for (std::size_t j = 0; j < row.size(); ++j) columns[j].push_back(row[j]);
    }
    return columns;
}

}  // namespace

std::vector<Vec3> refined(const std::vector<Vec3>& points, std::size_t per_span, bool is_closed) {
    DRYRUN_ASSERT(points.size() >= 2 && per_span >= 1);
    const std::size_t n = points.size();
    const std::size_t spans = is_closed ? n : n - 1;
    std::vector<Vec3> line;
    line.reserve(spans * per_span + 1);
    for (std::size_t i = 0; i < spans; ++i) {
        const Vec3& p1 = points[i];
        const Vec3& p2 = points[(i + 1) % n];
        // Beyond an end the neighbour is the end's mirror image.
        const Vec3 p0 = i > 0 || is_closed ? points[(i + n - 1) % n] : p1 * 2.0 - p2;
        const Vec3 p3 = i + 2 < n || is_closed ? points[(i + 2) % n] : p2 * 2.0 - p1;
        const Span span(p0, p1, p2, p3);
        line.push_back(p1);
        for (std::size_t k = 1; k < per_span; ++k) line.push_back(span.at(part(k, per_span)));
    }
    if (!is_closed) line.push_back(points.back());
    return line;
}

PointNet refined(const PointNet& rows, std::size_t between_rows, std::size_t along_rows,
                 bool is_closed) {
    PointNet columns = transposed(rows);
    for (auto& column : columns) column = refined(column, between_rows);
    PointNet result = transposed(columns);
    for (auto& row : result) row = refined(row, along_rows, is_closed);
    return result;
}

NumberNet refined(const NumberNet& rows, std::size_t between_rows, std::size_t along_rows) {
    NumberNet columns = transposed(rows);
    for (auto& column : columns) column = refined(column, between_rows);
    NumberNet result = transposed(columns);
    for (auto& row : result) row = refined(row, along_rows);
    return result;
}

std::vector<Vec3> evenly_along(const std::vector<Vec3>& line, std::size_t count) {
    DRYRUN_ASSERT(line.size() >= 2 && count >= 2);
    std::vector<double> lengths = {0.0};
    lengths.reserve(line.size());
    for (std::size_t i = 1; i < line.size(); ++i)
        lengths.push_back(lengths.back() + distance(line[i], line[i - 1]));
    std::vector<Vec3> points = {line.front()};
    points.reserve(count);
    std::size_t i = 1;
    for (std::size_t k = 1; k + 1 < count; ++k) {
        const double s = lengths.back() * part(k, count - 1);
        while (i + 1 < line.size() && lengths[i] < s) ++i;
        const double step = std::fmax(lengths[i] - lengths[i - 1], 1e-12);
        points.push_back(lerp(line[i - 1], line[i], (s - lengths[i - 1]) / step));
    }
    points.push_back(line.back());
    return points;
}

Plate::Plate(PointNet middle, NumberNet half_thickness, double bulge)
    : middle_(std::move(middle)), half_thickness_(std::move(half_thickness)), bulge_(bulge) {
    DRYRUN_ASSERT(rows() >= 2 && columns() >= 2 && half_thickness_.size() == rows());
    for (std::size_t i = 0; i < rows(); ++i)
        DRYRUN_ASSERT(middle_[i].size() == columns() && half_thickness_[i].size() == columns());
}

Vec3 Plate::normal(std::size_t row, std::size_t column) const {
    const std::size_t row_before = row > 0 ? row - 1 : row;
    const std::size_t row_after = row + 1 < rows() ? row + 1 : row;
    const std::size_t before = column > 0 ? column - 1 : column;
    const std::size_t after = column + 1 < columns() ? column + 1 : column;
    const Vec3 across = middle_[row_after][column] - middle_[row_before][column];
    const Vec3 along = middle_[row][after] - middle_[row][before];
    return normalised(cross(along, across));
}

Vec3 Plate::front(std::size_t row, std::size_t column) const {
    return middle_[row][column] + normal(row, column) * half_thickness_[row][column];
}

Vec3 Plate::back(std::size_t row, std::size_t column) const {
    return middle_[row][column] - normal(row, column) * half_thickness_[row][column];
}

// Away from the net, in its surface.
Vec3 Plate::outward(std::size_t row, std::size_t column) const {
    const Vec3& at = middle_[row][column];
    Vec3 sum;
    if (row == 0) sum += normalised(at - middle_[1][column]);
    if (row + 1 == rows()) sum += normalised(at - middle_[row - 1][column]);
    if (column == 0) sum += normalised(at - middle_[row][1]);
    if (column + 1 == columns()) sum += normalised(at - middle_[row][column - 1]);
    const Vec3 up = normal(row, column);
    return normalised(sum - up * dot(sum, up));
}

Vec3 Plate::rim(std::size_t row, std::size_t column) const {
    return middle_[row][column] + outward(row, column) * (bulge_ * half_thickness_[row][column]);
}

Vec3 Plate::rim_towards(std::size_t row, std::size_t column, const Vec3& direction) const {
    // The rim's section is half an ellipse.
    const double half = half_thickness_[row][column];
    const Vec3 up = normal(row, column) * half;
    const Vec3 out = outward(row, column) * (bulge_ * half);
    const double a = dot(up, direction);
    const double b = std::fmax(dot(out, direction), 0.0);
    const double whole = std::sqrt(a * a + b * b);
    return whole > 0.0 ? middle_[row][column] + up * (a / whole) + out * (b / whole)
                       : rim(row, column);
}

Box Plate::box() const {
    Box box;
    const double reach = std::fmax(1.0, bulge_);
    for (std::size_t i = 0; i < rows(); ++i) {
        for (std::size_t j = 0; j < columns(); ++j)
            box.take_in(middle_[i][j], reach * half_thickness_[i][j]);
    }
    return box;
}

Mesh Plate::mesh() const {
    constexpr std::size_t kRimSteps = 4;
    const auto index = [&](std::size_t i, std::size_t j, bool is_back) {
        return static_cast<std::uint32_t>((is_back ? rows() * columns() : 0) + i * columns() + j);
    };
    Mesh mesh;
    for (const bool is_back : {false, true}) {
        for (std::size_t i = 0; i < rows(); ++i) {
            for (std::size_t j = 0; j < columns(); ++j)
                mesh.points.push_back(is_back ? back(i, j) : front(i, j));
        }
    }
    const auto quad = [&](std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
        mesh.triangles.push_back({a, b, c});
        mesh.triangles.push_back({a, c, d});
    };
    for (std::size_t i = 0; i + 1 < rows(); ++i) {
        for (std::size_t j = 0; j + 1 < columns(); ++j) {
            quad(index(i, j, false), index(i, j + 1, false), index(i + 1, j + 1, false),
                 index(i + 1, j, false));
            quad(index(i, j, true), index(i + 1, j, true), index(i + 1, j + 1, true),
                 index(i, j + 1, true));
        }
    }
    // All round the border, counter-clockwise seen from the front.
    std::vector<std::pair<std::size_t, std::size_t>> border;
    for (std::size_t j = 0; j + 1 < columns(); ++j) border.emplace_back(0, j);
    for (std::size_t i = 0; i + 1 < rows(); ++i) border.emplace_back(i, columns() - 1);
    for (std::size_t j = columns() - 1; j > 0; --j) border.emplace_back(rows() - 1, j);
    for (std::size_t i = rows() - 1; i > 0; --i) border.emplace_back(i, 0);
    std::vector<std::array<std::uint32_t, kRimSteps + 1>> ribs;
    for (const auto& [i, j] : border) {
        std::array<std::uint32_t, kRimSteps + 1> rib{};
        rib.front() = index(i, j, false);
        rib.back() = index(i, j, true);
        const Vec3 up = normal(i, j) * half_thickness_[i][j];
        const Vec3 out = outward(i, j) * (bulge_ * half_thickness_[i][j]);
        for (std::size_t k = 1; k < kRimSteps; ++k) {
            const double angle = det::kPi * part(k, kRimSteps);
            rib[k] = static_cast<std::uint32_t>(mesh.points.size());
            mesh.points.push_back(middle_[i][j] + up * det::cos(angle) + out * det::sin(angle));
        }
        ribs.push_back(rib);
    }
    for (std::size_t p = 0; p < ribs.size(); ++p) {
        const auto& here = ribs[p];
        const auto& next = ribs[(p + 1) % ribs.size()];
        for (std::size_t k = 0; k < kRimSteps; ++k)
            quad(next[k], here[k], here[k + 1], next[k + 1]);
    }
    return mesh;
}

}  // namespace dryrun
