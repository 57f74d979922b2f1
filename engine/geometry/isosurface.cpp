// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/isosurface.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun {
namespace {

using Field = std::function<double(const Vec3&)>;
using Cell = std::array<int, 3>;

constexpr int kBlock = 4;  // cells along one side of the blocks that are skipped as a whole
constexpr int kRelaxations = 2;
constexpr std::uint32_t kNone = 0xFFFFFFFF;

// Which of a cell's twelve edges lie on one sheet.
class EdgeSets {
  public:
    EdgeSets() {
        for (std::size_t i = 0; i < parent_.size(); ++i) parent_[i] = i;
    }
    std::size_t find(std::size_t edge) const {
        while (parent_[edge] != edge) edge = parent_[edge];
        return edge;
    }
    void join(std::size_t a, std::size_t b) {
        const std::size_t low = std::min(find(a), find(b));
        parent_[std::max(find(a), find(b))] = low;
    }

  private:
    std::array<std::size_t, 12> parent_{};
};

struct CrossedCell {
    Cell cell;
    std::array<std::uint32_t, 12> point_of_edge;
};

// What of a surface is wanted.
struct NetWish {
    bool normals = true;
    /// The points from here on are thrown away, so need not be good: those on the other side of
    /// what is even.
    double until_x = 1e300;
};

class Net {
  public:
    Net(const Field& field, const IsosurfaceGrid& grid, const NetWish& wish)
        : field_(field),
          grid_(grid),
          wish_(wish),
          cells_{grid.cells_x, grid.cells_y, grid.cells_z},
          step_{grid.step.x, grid.step.y, grid.step.z} {
        const std::size_t corners = index({cells_[0], cells_[1], cells_[2]}) + 1;
        values_.assign(corners, 1.0);
        crossed_of_cell_.assign(corners, kNone);
        is_known_.assign(corners, 0);
    }

    Mesh make() {
        for_each_crossed_cell([&](const Cell& cell) { add_points(cell); });
        for (const CrossedCell& crossed : crossed_) add_faces(crossed.cell);
        for (int pass = 0; pass < kRelaxations; ++pass) relax();
        if (!wish_.normals) return std::move(mesh_);
        mesh_.normals.reserve(mesh_.points.size());
        for (const Vec3& point : mesh_.points) {
            const bool is_wanted = point.x < wish_.until_x;
            mesh_.normals.push_back(is_wanted ? normalised(gradient(point)) : Vec3{});
        }
        return std::move(mesh_);
    }

  private:
    std::size_t index(const Cell& c) const {
        const auto nx = static_cast<std::size_t>(cells_[0] + 1);
        const auto ny = static_cast<std::size_t>(cells_[1] + 1);
        return (static_cast<std::size_t>(c[2]) * ny + static_cast<std::size_t>(c[1])) * nx +
               static_cast<std::size_t>(c[0]);
    }
    Vec3 corner(const Cell& c) const {
        return grid_.low + Vec3{c[0] * step_[0], c[1] * step_[1], c[2] * step_[2]};
    }
    double value(const Cell& c) {
        const std::size_t i = index(c);
        if (is_known_[i] == 0) {
            is_known_[i] = 1;
            values_[i] = field_(corner(c));
        }
        return values_[i];
    }
    Vec3 gradient(const Vec3& p) const {
        const double h = 0.05 * std::fmin(step_[0], std::fmin(step_[1], step_[2]));
        return {field_(p + Vec3{h, 0, 0}) - field_(p - Vec3{h, 0, 0}),
                field_(p + Vec3{0, h, 0}) - field_(p - Vec3{0, h, 0}),
                field_(p + Vec3{0, 0, h}) - field_(p - Vec3{0, 0, h})};
    }

    template <class Visit>
    void for_each_crossed_cell(const Visit& visit) {
        const Vec3 half = grid_.step * (0.5 * kBlock);
        const double reach = 1.25 * length(half);
        for (int z = 0; z < cells_[2]; z += kBlock) {
            for (int y = 0; y < cells_[1]; y += kBlock) {
                for (int x = 0; x < cells_[0]; x += kBlock) {
                    if (std::fabs(field_(corner({x, y, z}) + half)) > reach) continue;
                    visit_block({x, y, z}, visit);
                }
            }
        }
    }
    // Hands the cells of a block that the surface passes to `visit`.
    template <class Visit>
    void visit_block(const Cell& low, const Visit& visit) {
        const Cell end{std::min(low[0] + kBlock, cells_[0]), std::min(low[1] + kBlock, cells_[1]),
                       std::min(low[2] + kBlock, cells_[2])};
        int inside[kBlock + 1][kBlock + 1][kBlock + 1] = {};
        for (int z = low[2]; z <= end[2]; ++z) {
            for (int y = low[1]; y <= end[1]; ++y) {
                for (int x = low[0]; x <= end[0]; ++x)
                    inside[z - low[2]][y - low[1]][x - low[0]] = value({x, y, z}) < 0.0 ? 1 : 0;
            }
        }
        for (int z = low[2]; z < end[2]; ++z) {
            for (int y = low[1]; y < end[1]; ++y) {
                for (int x = low[0]; x < end[0]; ++x) {
                    int corners = 0;
                    for (int k = 0; k < 8; ++k) {
                        corners += inside[z - low[2] + (k >> 2)][y - low[1] + (k >> 1 & 1)]
                                         [x - low[0] + (k & 1)];
                    }
                    if (corners > 0 && corners < 8) visit({x, y, z});
                }
            }
        }
    }

    // Edge `k` of four along an axis: bit 0 is its place along the next axis, bit 1 along the last.
    static std::size_t edge_number(std::size_t axis, int k) {
        return axis * 4 + static_cast<std::size_t>(k);
    }
    static Cell edge_start(const Cell& cell, std::size_t axis, int k) {
        Cell start = cell;
        start[(axis + 1) % 3] += k & 1;
        start[(axis + 2) % 3] += k >> 1;
        return start;
    }

    // Joins the edges of one face of the cell between which the surface runs. Where all four are
    // crossed, the surface goes round each inside corner; the cell beyond the face decides alike.
    void join_on_face(const Cell& cell, std::size_t normal, int side, EdgeSets& sets) {
        const std::size_t b = (normal + 1) % 3;
        const std::size_t c = (normal + 2) % 3;
        constexpr int kCorners[4][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
        std::array<bool, 4> is_inside{};
        for (std::size_t i = 0; i < 4; ++i) {
            Cell corner_cell = cell;
            corner_cell[normal] += side;
            corner_cell[b] += kCorners[i][0];
            corner_cell[c] += kCorners[i][1];
            is_inside[i] = value(corner_cell) < 0.0;
        }
        // Edge i runs from corner i to the next.
        const std::array<std::size_t, 4> edges = {
            edge_number(b, 0 | side << 1), edge_number(c, side | 1 << 1),
            edge_number(b, 1 | side << 1), edge_number(c, side | 0 << 1)};
        const auto is_crossed = [&](std::size_t i) {
            return is_inside[i] != is_inside[(i + 1) % 4];
        };
        if (is_crossed(0) && is_crossed(1) && is_crossed(2) && is_crossed(3)) {
            for (std::size_t i = 0; i < 4; ++i) {
                if (is_inside[i]) sets.join(edges[(i + 3) % 4], edges[i]);
            }
            return;
        }
        std::size_t first = 4;
        for (std::size_t i = 0; i < 4; ++i) {
            if (!is_crossed(i)) continue;
            if (first < 4) sets.join(edges[first], edges[i]);
            first = i;
        }
    }

    // One point for each sheet of the surface in the cell: the mean of where the sheet crosses the
    // cell's edges, then moved onto the surface.
    void add_points(const Cell& cell) {
        std::array<Vec3, 12> crossing{};
        std::array<bool, 12> is_crossed{};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            for (int k = 0; k < 4; ++k) {
                const Cell a = edge_start(cell, axis, k);
                Cell b = a;
                b[axis] += 1;
                const double va = value(a);
                const double vb = value(b);
                if ((va < 0.0) == (vb < 0.0)) continue;
                is_crossed[edge_number(axis, k)] = true;
                crossing[edge_number(axis, k)] = lerp(corner(a), corner(b), va / (va - vb));
            }
        }
        EdgeSets sets;
        for (std::size_t normal = 0; normal < 3; ++normal) {
            join_on_face(cell, normal, 0, sets);
            join_on_face(cell, normal, 1, sets);
        }
        CrossedCell crossed{cell, {}};
        crossed.point_of_edge.fill(kNone);
        for (std::size_t edge = 0; edge < 12; ++edge) {
            if (!is_crossed[edge] || crossed.point_of_edge[edge] != kNone) continue;
            Vec3 sum;
            int count = 0;
            for (std::size_t other = edge; other < 12; ++other) {
                if (!is_crossed[other] || sets.find(other) != sets.find(edge)) continue;
                crossed.point_of_edge[other] = static_cast<std::uint32_t>(mesh_.points.size());
                sum += crossing[other];
                ++count;
            }
            mesh_.points.push_back(on_surface(sum / count, corner(cell)));
        }
        crossed_of_cell_[index(cell)] = static_cast<std::uint32_t>(crossed_.size());
        crossed_.push_back(crossed);
    }

    // One step towards the surface along the steepest way.
    Vec3 nearer(const Vec3& point) const {
        if (point.x >= wish_.until_x) return point;
        const double here = field_(point);
        const double h = 0.02 * std::fmin(step_[0], std::fmin(step_[1], step_[2]));
        const Vec3 rise{field_(point + Vec3{h, 0, 0}) - here, field_(point + Vec3{0, h, 0}) - here,
                        field_(point + Vec3{0, 0, h}) - here};
        return point - normalised(rise) * here;
    }
    Vec3 on_surface(const Vec3& mean, const Vec3& low) const {
        const Vec3 high = low + grid_.step;
        const Vec3 point = nearer(mean);
        return {det::clamp(point.x, low.x, high.x), det::clamp(point.y, low.y, high.y),
                det::clamp(point.z, low.z, high.z)};
    }

    // Moves each point towards the middle of its neighbours and back onto the surface, which takes
    // the grid's pattern out of edges and crests.
    void relax() {
        constexpr double kShare = 0.6;
        std::vector<Vec3> sums(mesh_.points.size());
        std::vector<double> counts(mesh_.points.size(), 0.0);
        for (const auto& t : mesh_.triangles) {
            for (std::size_t k = 0; k < 3; ++k) {
                sums[t[k]] += mesh_.points[t[(k + 1) % 3]];
                counts[t[k]] += 1.0;
            }
        }
        for (std::size_t i = 0; i < sums.size(); ++i) {
            if (counts[i] == 0.0) continue;  // where what is even is cut off
            const Vec3 moved = lerp(mesh_.points[i], sums[i] / counts[i], kShare);
            mesh_.points[i] = nearer(moved);
        }
    }

    // The faces across the three edges that start in the cell's low corner.
    void add_faces(const Cell& cell) {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            Cell end = cell;
            end[axis] += 1;
            const bool starts_inside = value(cell) < 0.0;
            if (starts_inside == (value(end) < 0.0)) continue;
            const std::size_t b = (axis + 1) % 3;
            const std::size_t c = (axis + 2) % 3;
            DRYRUN_ASSERT(cell[b] > 0 && cell[c] > 0);  // the grid encloses the surface
            std::array<std::uint32_t, 4> quad{};
            // The four cells round the edge, and which of their edges it is.
            constexpr int kSteps[4][3] = {{-1, -1, 3}, {0, -1, 2}, {0, 0, 0}, {-1, 0, 1}};
            for (std::size_t k = 0; k < 4; ++k) {
                Cell beside = cell;
                beside[b] += kSteps[k][0];
                beside[c] += kSteps[k][1];
                const std::uint32_t found = crossed_of_cell_[index(beside)];
                DRYRUN_ASSERT(found != kNone);
                quad[k] = crossed_[found].point_of_edge[edge_number(axis, kSteps[k][2])];
            }
            if (!starts_inside) std::swap(quad[1], quad[3]);
            add_quad(quad);
        }
    }
    void add_quad(const std::array<std::uint32_t, 4>& q) {
        const auto& p = mesh_.points;
        if (distance(p[q[0]], p[q[2]]) <= distance(p[q[1]], p[q[3]])) {
            mesh_.triangles.push_back({q[0], q[1], q[2]});
            mesh_.triangles.push_back({q[0], q[2], q[3]});
        } else {
            mesh_.triangles.push_back({q[0], q[1], q[3]});
            mesh_.triangles.push_back({q[1], q[2], q[3]});
        }
    }

    const Field& field_;
    const IsosurfaceGrid& grid_;
    NetWish wish_;
    std::array<int, 3> cells_;
    std::array<double, 3> step_;
    std::vector<double> values_;
    std::vector<std::uint8_t> is_known_;
    std::vector<std::uint32_t> crossed_of_cell_;
    std::vector<CrossedCell> crossed_;
    Mesh mesh_;
};

// The half of the mesh at negative x and its image. Between them runs a strip of faces whose
// corners are images of each other, so each is flat and it is one which way it is cut.
Mesh half_and_image(const Mesh& whole) {
    Mesh mesh;
    std::vector<std::uint32_t> kept(whole.points.size(), kNone);
    for (std::size_t i = 0; i < whole.points.size(); ++i) {
        if (whole.points[i].x >= 0.0) continue;
        kept[i] = static_cast<std::uint32_t>(mesh.points.size());
        mesh.points.push_back(whole.points[i]);
        mesh.normals.push_back(whole.normals[i]);
    }
    const auto count = static_cast<std::uint32_t>(mesh.points.size());
    const auto image = [](const Vec3& v) { return Vec3{-v.x, v.y, v.z}; };
    for (std::uint32_t i = 0; i < count; ++i) {
        mesh.points.push_back(image(mesh.points[i]));
        mesh.normals.push_back(image(mesh.normals[i]));
    }
    using Edge = std::pair<std::uint32_t, std::uint32_t>;
    std::vector<Edge> edges;
    for (const auto& t : whole.triangles) {
        const std::array<std::uint32_t, 3> k{kept[t[0]], kept[t[1]], kept[t[2]]};
        if (k[0] == kNone || k[1] == kNone || k[2] == kNone) continue;
        mesh.triangles.push_back({k[0], k[1], k[2]});
        mesh.triangles.push_back({k[0] + count, k[2] + count, k[1] + count});
        for (std::size_t i = 0; i < 3; ++i) edges.emplace_back(k[i], k[(i + 1) % 3]);
    }
    std::sort(edges.begin(), edges.end());
    for (const auto& [a, b] : edges) {
        if (std::binary_search(edges.begin(), edges.end(), Edge{b, a})) continue;
        mesh.triangles.push_back({b, a, a + count});
        mesh.triangles.push_back({b, a + count, b + count});
    }
    return mesh;
}

// Rarely a gap of just a cell's size makes four faces meet at one edge; seen from a grid that lies
// a little differently it is either open or closed.
constexpr double kNudges[][2] = {{0.0, 0.0},     {0.23, 0.37}, {-0.31, 0.17}, {0.41, -0.29},
                                 {-0.19, -0.43}, {0.11, 0.47}, {-0.47, -0.11}};

IsosurfaceGrid nudged(IsosurfaceGrid grid, const double (&nudge)[2]) {
    grid.low += Vec3{0.0, nudge[0] * grid.step.y, nudge[1] * grid.step.z};
    return grid;
}

Mesh closed_net(const Field& distance, const IsosurfaceGrid& grid, bool wants_normals) {
    Mesh mesh;
    for (const auto& nudge : kNudges) {
        mesh = Net(distance, nudged(grid, nudge), {wants_normals, 1e300}).make();
        if (is_closed_surface(mesh)) break;
    }
    return mesh;
}

}  // namespace

Mesh isosurface(const std::function<double(const Vec3&)>& distance, const IsosurfaceGrid& grid) {
    return closed_net(distance, grid, true);
}

Mesh bare_isosurface(const std::function<double(const Vec3&)>& distance,
                     const IsosurfaceGrid& grid) {
    return closed_net(distance, grid, false);
}

Mesh even_isosurface(const std::function<double(const Vec3&)>& distance,
                     const IsosurfaceGrid& grid) {
    // Of the other side a point's place depends only on the few cells next to the middle, so that
    // those beyond are not made.
    constexpr int kMoved = 5;
    constexpr int kMade = 8;
    IsosurfaceGrid half = grid;
    half.cells_x = std::min(grid.cells_x, grid.cells_x / 2 + kMade);
    for (const auto& nudge : kNudges) {
        const NetWish wish{true, kMoved * grid.step.x};
        Mesh even = half_and_image(Net(distance, nudged(half, nudge), wish).make());
        if (is_closed_surface(even)) return even;
    }
    // Points were moved across the middle, which leaves a gap.
    return isosurface(distance, grid);
}

}  // namespace dryrun
