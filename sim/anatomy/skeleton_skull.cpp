// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The skull without its face: a surface seen whole from one point inside, through an outline
// behind, one at the side and one in front, with ridges and bumps on it. It nods with C1.
#include <algorithm>
#include <cmath>
#include <utility>

#include "anatomy/skeleton_parts.h"
#include "core/deterministic_math.h"
#include "geometry/distance.h"
#include "geometry/net.h"
#include "geometry/sweep.h"

namespace dryrun::anatomy {
namespace {

constexpr std::size_t kLinePoints = 17;

class SkullForm {
  public:
    explicit SkullForm(const SkullTable& table)
        : centre_(table.centre),
          behind_(outline(table.behind, centre_.y)),
          beside_(outline(table.beside, 0.0)),
          in_front_(outline(table.in_front, centre_.y)) {
        for (const auto& [name, row] : table.ridges) {
            Ridge ridge{name, row.line, row.height, row.width, {}};
            for (Vec3& point : ridge.line) point = below_ridges(point);
            if (ridge.line.size() > 1) ridge.line = refined(ridge.line, 3);
            for (const Vec3& point : ridge.line) ridge.box.take_in(point);
            ridges_.push_back(std::move(ridge));
        }
    }

    const Vec3& centre() const { return centre_; }

    /// On the surface, where the line from the centre through `point` passes it.
    Vec3 towards(const Vec3& point) const { return with_ridges(below_ridges(point)); }
    /// The ridge as it was given, laid on the surface.
    std::vector<Vec3> line(const std::string& name) const {
        std::vector<Vec3> on;
        for (const Ridge& ridge : ridges_) {
            if (ridge.name != name) continue;
            for (const Vec3& point : ridge.line) on.push_back(towards(point));
        }
        return on;
    }

    Mesh mesh(const Frame& frame, double size) const {
        // Finer where muscles take hold, finest at the mastoid processes.
        std::vector<double> turns;
        for (double turn = -70.2; turn < 66.0; turn += 7.8) turns.push_back(turn);
        for (double turn = 70.0; turn < 110.0; turn += 4.5) turns.push_back(turn);
        for (double turn = 112.0; turn < 246.0; turn += 13.6) turns.push_back(turn);
        for (double turn = 249.5; turn < 289.0; turn += 4.5) turns.push_back(turn);
        const auto step = [](double polar) {
            if (polar > 165.0) return 5.0;
            return polar > 126.0 ? 3.1 : (polar > 84.0 ? 4.5 : 10.0);
        };
        std::vector<std::pair<double, double>> ways;  // cosine and sine
        for (const double turn_deg : turns)
            ways.emplace_back(det::cos(det::radians(turn_deg)), det::sin(det::radians(turn_deg)));
        PointNet loops;
        for (double polar = 175.0; polar > 3.0; polar -= step(polar)) {
            std::vector<Vec3> loop;
            const double across = det::sin(det::radians(polar));
            const double up = det::cos(det::radians(polar));
            const Radii radii{behind_(polar), in_front_(polar), beside_(polar)};
            for (const auto& [back, right] : ways) {
                const Vec3 way{-across * right, across * back, up};
                const Vec3 bare = centre_ + way * radius(radii, back, right);
                loop.push_back(frame.to_parent(with_ridges(bare) * size));
            }
            loops.push_back(std::move(loop));
        }
        return loft(loops);
    }

  private:
    // From the centre at one angle from straight up.
    struct Radii {
        double behind = 0.0;
        double in_front = 0.0;
        double beside = 0.0;
    };
    // An ellipse between them: `back` and `beside` are parts of a unit direction.
    static double radius(const Radii& radii, double back, double beside) {
        const double a = back / (back > 0.0 ? radii.behind : radii.in_front);
        const double b = beside / radii.beside;
        return 1.0 / std::sqrt(a * a + b * b);
    }

    struct Ridge {
        std::string name;
        std::vector<Vec3> line;
        double height = 0.0;
        double width = 0.0;
        Box box;
    };

    // Radius over the angle from straight up.
    Profile outline(const std::vector<Vec3>& points, double middle) const {
        std::vector<double> angles;
        std::vector<double> radii;
        for (const Vec3& point : points) {
            const double out = std::fabs(point.x - middle);
            const double up = point.y - centre_.z;
            angles.push_back(det::degrees(det::atan2(out, up)));
            radii.push_back(std::sqrt(out * out + up * up));
        }
        return {std::move(angles), std::move(radii)};
    }
    Vec3 below_ridges(const Vec3& point) const {
        const Vec3 way = normalised(point - centre_);
        const double level = std::sqrt(way.x * way.x + way.y * way.y);
        const double polar = det::degrees(det::atan2(level, way.z));
        const double c = level > 1e-9 ? way.y / level : 1.0;
        const double s = level > 1e-9 ? way.x / level : 0.0;
        const Radii radii{behind_(polar), in_front_(polar), beside_(polar)};
        return centre_ + way * radius(radii, c, s);
    }
    Vec3 with_ridges(const Vec3& bare) const {
        const Vec3 left{std::fabs(bare.x), bare.y, bare.z};
        double height = 0.0;
        for (const Ridge& ridge : ridges_) height += ridge_height(ridge, left);
        return bare + normalised(bare - centre_) * height;
    }
    static double ridge_height(const Ridge& ridge, const Vec3& point) {
        if (!ridge.box.holds(point, 3.0 * ridge.width)) return 0.0;
        const auto squared = [&](const Vec3& on) { return dot(point - on, point - on); };
        double nearest = squared(ridge.line.front());
        for (std::size_t i = 0; i + 1 < ridge.line.size(); ++i) {
            const Vec3 on = closest_on_segment(point, ridge.line[i], ridge.line[i + 1]);
            nearest = std::fmin(nearest, squared(on));
        }
        return ridge.height * det::exp(-0.5 * nearest / (ridge.width * ridge.width));
    }

    Vec3 centre_;
    Profile behind_, beside_, in_front_;
    std::vector<Ridge> ridges_;
};

}  // namespace

SkullAndBone make_skull(const SkeletonTable& table, const Individual& individual,
                        const Vertebra& c1) {
    const SkullForm form(table.skull);
    const double size = individual.skull_size;
    const Frame frame = c1.frame;
    const auto placed_line = [&](const char* name, bool is_left) {
        std::vector<Vec3> line = form.line(name);
        for (Vec3& point : line) {
            if (!is_left) point.x = -point.x;
            point = frame.to_parent(point * size);
        }
        return line.size() > 1 ? evenly_along(line, kLinePoints) : line;
    };
    Skull skull;
    skull.protuberance = placed_line("protuberance", true).front();
    skull.vertex = frame.to_parent(form.towards(form.centre() + Vec3{0.0, 0.0, 1.0}) * size);
    skull.superior_nuchal_line_left = placed_line("superior_nuchal_line", true);
    skull.superior_nuchal_line_right = placed_line("superior_nuchal_line", false);
    skull.inferior_nuchal_line_left = placed_line("inferior_nuchal_line", true);
    skull.inferior_nuchal_line_right = placed_line("inferior_nuchal_line", false);
    skull.mastoid_left = placed_line("mastoid", true).front();
    skull.mastoid_right = placed_line("mastoid", false).front();
    Box box;
    constexpr double kRidges = 20.0;
    for (const auto* outline : {&table.skull.behind, &table.skull.in_front}) {
        for (const Vec3& at : *outline)
            box.take_in(frame.to_parent(Vec3{0.0, at.x, at.y} * size), kRidges);
    }
    for (const Vec3& at : table.skull.beside) {
        for (const double x : {at.x, -at.x})
            box.take_in(frame.to_parent(Vec3{x, form.centre().y, at.y} * size), kRidges);
    }
    const LazyMesh bare([form, frame, size] { return form.mesh(frame, size); });
    return {std::move(skull), {"skull", box, bare}};
}

}  // namespace dryrun::anatomy
