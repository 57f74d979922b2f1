// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A vertebra as one smooth skin round simple solids: waisted body, pedicles, articular processes,
// laminae, spinous and transverse processes, and the canal cut out. Half of it is described; the
// other half is its mirror image.
#include <algorithm>
#include <cmath>
#include <utility>

#include "anatomy/skeleton_parts.h"
#include "core/deterministic_math.h"
#include "geometry/isosurface.h"
#include "geometry/outline.h"
#include "geometry/solids.h"

namespace dryrun::anatomy {
namespace {

// The numbers of one vertebra in its own frame, left half.
struct Form {
    Vec3 body_half;
    Vec3 pedicle_front, pedicle_back;
    double pedicle_half_width = 0.0;
    Vec3 facet_top, facet_bottom;
    double facet_radius = 0.0;
    Vec3 lamina_out, lamina_in, lamina_across;
    double lamina_half_thickness = 0.0, lamina_widening = 1.0;
    Vec3 spinous_root, spinous_end, spinous_bulb;
    double spinous_half_width = 0.0, spinous_widening = 1.0;
    Vec3 transverse_root, transverse_end;
    double transverse_radius = 0.0, transverse_widening = 1.0;
    double cell = 3.0;  // of the grid that shows the form
    double canal_back = 0.0, canal_half_width = 0.0, canal_half_depth = 0.0;
};

Form form_of(const SkeletonTable& table, const Individual& individual, int level) {
    const auto row = [&](const char* name) { return spine_row(table, individual, name, level); };
    const double section = individual.bone_section;
    // 0 for thoracic, 1 for lumbar form, between them at T12.
    const double lumbar = det::clamp((level - (kFirstLumbarLevel - 2)) / 2.0, 0.0, 1.0);
    Form form;
    const double disc = row("disc_mm");
    const double height = row("spacing_mm") - disc;
    form.body_half = {0.5 * row("body_width_mm"), 0.5 * row("body_depth_mm"), 0.5 * height};
    const double lamina_back = row("lamina_back_mm");
    const double lamina_up = row("lamina_up_mm");
    const double facet_out = row("facet_out_mm");

    form.pedicle_half_width = row("pedicle_half_width_mm") * section;
    form.pedicle_front = {0.62 * form.body_half.x, 0.62 * form.body_half.y, 0.2 * height};
    form.pedicle_back = {0.94 * facet_out, lamina_back - 8.0, 0.12 * height};

    form.facet_radius = (4.0 + 0.5 * lumbar) * section;
    // Thoracic facets face back and forth: the lower one stands in front of the upper one. Lumbar
    // facets face sideways: the lower one stands outside.
    form.facet_top = {facet_out + 4.0 * lumbar, lamina_back - 9.7 + 2.2 * lumbar,
                      form.body_half.z - 2.0 - form.facet_radius};
    form.facet_bottom = {facet_out - 1.0 - 5.0 * lumbar, lamina_back - 4.0,
                         -form.body_half.z - (disc - 2.5 - 2.5 * lumbar) + form.facet_radius};

    form.lamina_half_thickness = (2.8 + 0.6 * lumbar) * section;
    const double lamina_half_height = row("lamina_half_height_share") * row("spacing_mm");
    form.lamina_widening = lamina_half_height / form.lamina_half_thickness;
    const double lamina_out = facet_out - 3.0 - 3.0 * lumbar;
    constexpr double kSlope = 0.5;  // back per inwards
    const double axis = lamina_back - form.lamina_half_thickness * 1.1;
    form.lamina_out = {lamina_out, axis - kSlope * (lamina_out - 9.0), lamina_up + 4.5};
    form.lamina_in = {2.0, axis + kSlope * 6.0, lamina_up - 1.5};
    form.lamina_across = normalised({kSlope, 1.0, 0.0});

    const Vec3 tip{0.0,
                   lamina_back + (row("spinous_back_mm") - lamina_back) * individual.spinous_length,
                   -row("spinous_down_mm")};
    form.spinous_half_width = row("spinous_half_width_mm") * section;
    form.spinous_widening = row("spinous_half_height_mm") / row("spinous_half_width_mm");
    form.spinous_root = {0.0, lamina_back - 1.0, lamina_up - 2.0};
    const Vec3 towards_tip = normalised(tip - form.spinous_root);
    form.spinous_end =
        tip - towards_tip * (0.85 * form.spinous_half_width * form.spinous_widening + 0.6);
    form.spinous_bulb = tip - towards_tip * (1.35 * form.spinous_half_width);

    // The thickness is from edge to edge, up and down; from front to back it is less.
    form.transverse_widening = 1.35 + 0.15 * lumbar;
    form.transverse_radius =
        0.5 * row("transverse_thickness_mm") / form.transverse_widening * section;
    const Vec3 transverse_tip{row("transverse_out_mm"), row("transverse_back_mm"),
                              row("transverse_up_mm")};
    form.transverse_root = {facet_out - 1.0, lamina_back - 7.0, 0.1 * height};
    form.transverse_end = transverse_tip - normalised(transverse_tip - form.transverse_root) *
                                               (form.transverse_radius * form.transverse_widening);

    form.cell = 3.35 + 0.65 * lumbar;
    form.canal_half_width = row("canal_half_width_mm");
    form.canal_half_depth = row("canal_half_depth_mm");
    form.canal_back = form.body_half.y + form.canal_half_depth - 0.5;
    return form;
}

// Its parts, made once for many points. Half is described; a point on the right is asked as its
// mirror image.
class Field {
  public:
    explicit Field(const Form& f)
        : body_half_(f.body_half),
          pedicle_(f.pedicle_front, f.pedicle_back, {1.0, 0.0, 0.0}, 1.7, f.pedicle_half_width,
                   f.pedicle_half_width),
          facet_(f.facet_top, f.facet_bottom, f.facet_radius, f.facet_radius),
          lamina_(f.lamina_out, f.lamina_in, f.lamina_across, f.lamina_widening,
                  f.lamina_half_thickness, f.lamina_half_thickness),
          transverse_(f.transverse_root, f.transverse_end, {0.0, 1.0, 0.0}, f.transverse_widening,
                      0.85 * f.transverse_radius, f.transverse_radius),
          spinous_(f.spinous_root, f.spinous_end, {1.0, 0.0, 0.0}, f.spinous_widening,
                   1.15 * f.spinous_half_width, 0.85 * f.spinous_half_width),
          bulb_(f.spinous_bulb, f.spinous_bulb, 1.35 * f.spinous_half_width,
                1.35 * f.spinous_half_width),
          arch_front_(f.pedicle_front.y - 2.0 * f.pedicle_half_width),
          canal_back_(f.canal_back),
          canal_half_width_(f.canal_half_width),
          canal_half_depth_(f.canal_half_depth) {}

    double distance_to(const Vec3& point) const {
        const Vec3 p{std::fabs(point.x), point.y, point.z};
        double whole = 0.0;
        if (p.y <= body_half_.y) {
            const double body = body_distance(p);
            // Nothing of the arch reaches as far forwards as the middle of the body's sides.
            if (arch_front_ - kBlend - p.y > body + kBlend) return body;
            whole = smooth_union(body, arch_distance(p), kBlend);
        } else {
            // Behind the body, where that is too far to show it is not asked; the answer is the
            // same.
            whole = arch_distance(p);
            const double body_at_least =
                (p.y / body_half_.y - 1.0) * std::min(body_half_.x, body_half_.y);
            if (body_at_least <= whole + kBlend)
                whole = smooth_union(body_distance(p), whole, kBlend);
        }
        const double x = p.x / canal_half_width_;
        const double y = (p.y - canal_back_) / canal_half_depth_;
        const double canal =
            (std::sqrt(x * x + y * y) - 1.0) * std::min(canal_half_width_, canal_half_depth_);
        return smooth_cut(whole, canal, 1.5);
    }

  private:
    static constexpr double kBlend = 4.0;
    double body_distance(const Vec3& p) const {
        return elliptical_cylinder(p, body_half_.x, body_half_.y, body_half_.z, 0.09, 3.4);
    }
    double arch_distance(const Vec3& p) const {
        double d = pedicle_.distance_to(p);
        d = joined(d, facet_, p, 3.0);
        d = joined(d, lamina_, p, 3.0);
        d = joined(d, transverse_, p, 3.0);
        constexpr double kFillet = 1.0;  // by which process and bulb together are nearer than each
        if (spinous_.is_beyond(p, d + 4.0 + kFillet) && bulb_.is_beyond(p, d + 4.0 + kFillet))
            return d;
        return smooth_union(d, joined(spinous_.distance_to(p), bulb_, p, 2.5), 4.0);
    }

    Vec3 body_half_;
    FlatCapsule pedicle_;
    Capsule facet_;
    FlatCapsule lamina_;
    FlatCapsule transverse_;
    FlatCapsule spinous_;
    Capsule bulb_;
    double arch_front_;
    double canal_back_;
    double canal_half_width_;
    double canal_half_depth_;
};

// The same parts of the right half, one by one, without the fillets between them.
Mesh outline_of(const Form& f) {
    const auto right = [](const Vec3& p) { return Vec3{-p.x, p.y, p.z}; };
    Mesh mesh;
    add_outline({right(f.facet_top), right(f.facet_bottom), f.facet_radius, f.facet_radius}, mesh);
    add_outline({right(f.lamina_out), right(f.lamina_in), f.lamina_half_thickness,
                 f.lamina_half_thickness, right(f.lamina_across), f.lamina_widening},
                mesh);
    add_outline({right(f.transverse_root),
                 right(f.transverse_end),
                 0.85 * f.transverse_radius,
                 f.transverse_radius,
                 {0.0, 1.0, 0.0},
                 f.transverse_widening},
                mesh);
    add_outline({f.spinous_root,
                 f.spinous_end,
                 1.15 * f.spinous_half_width,
                 0.85 * f.spinous_half_width,
                 {1.0, 0.0, 0.0},
                 f.spinous_widening},
                mesh);
    const double bulb = 1.35 * f.spinous_half_width;
    add_outline({f.spinous_bulb, f.spinous_bulb, bulb, bulb}, mesh);
    // The body, an elliptical cylinder with rounded rims.
    const std::size_t first = mesh.points.size();
    constexpr std::size_t kAround = 10;
    constexpr std::pair<double, double> kRings[] = {
        {-1.0, 0.4}, {-0.9, 0.97}, {0.0, 0.92}, {0.9, 0.97}, {1.0, 0.4}};
    for (const auto& [up, wide] : kRings) {
        for (std::size_t i = 0; i < kAround; ++i) {
            const double angle = 2.0 * det::kPi * static_cast<double>(i) / kAround;
            mesh.points.push_back({f.body_half.x * wide * det::cos(angle),
                                   f.body_half.y * wide * det::sin(angle), f.body_half.z * up});
        }
    }
    join_rows(first, std::size(kRings), kAround, mesh);
    return mesh;
}

// Cells that hold low to high with room to spare; x = 0 is a corner of cells, so that both halves
// are cut alike.
IsosurfaceGrid grid_around(const Form& f) {
    constexpr double kRoom = 8.0;
    const double out = f.transverse_end.x + f.transverse_radius * f.transverse_widening + kRoom;
    const double front = -f.body_half.y - kRoom;
    const double back = f.spinous_bulb.y + 2.0 * f.spinous_half_width + kRoom;
    const double spread = f.spinous_half_width * f.spinous_widening;
    const double down =
        std::fmin(f.spinous_end.z - spread, f.facet_bottom.z - f.facet_radius) - kRoom;
    const double up =
        std::fmax(f.body_half.z, f.transverse_end.z + f.transverse_radius * 1.5) + kRoom;
    const auto cells = [&](double room) { return static_cast<int>(room / f.cell) + 1; };
    IsosurfaceGrid grid;
    grid.cells_x = 2 * cells(out);
    grid.cells_y = cells(back - front);
    grid.cells_z = cells(up - down);
    grid.low = {-f.cell * grid.cells_x * 0.5, front, down};
    grid.step = {f.cell, f.cell, f.cell};
    return grid;
}

// Boxes round its body, its processes and what joins them.
std::vector<Box> pieces_of(const Form& f, const Frame& frame) {
    constexpr double kFillets = 1.5;
    std::vector<Box> pieces;
    const auto add = [&](const Vec3& a, const Vec3& b, double radius) {
        Box box;
        box.take_in(frame.to_parent(a), radius + kFillets);
        box.take_in(frame.to_parent(b), radius + kFillets);
        pieces.push_back(box);
    };
    Box body;
    for (int corner = 0; corner < 8; ++corner) {
        body.take_in(frame.to_parent({(corner & 1) != 0 ? f.body_half.x : -f.body_half.x,
                                      (corner & 2) != 0 ? f.body_half.y : -f.body_half.y,
                                      (corner & 4) != 0 ? f.body_half.z : -f.body_half.z}),
                     kFillets);
    }
    pieces.push_back(body);
    add(f.spinous_root, f.spinous_end, 1.15 * f.spinous_half_width * f.spinous_widening);
    add(f.spinous_bulb, f.spinous_bulb, 1.35 * f.spinous_half_width);
    for (const double side : {-1.0, 1.0}) {
        const auto at = [&](const Vec3& p) { return Vec3{side * p.x, p.y, p.z}; };
        add(at(f.pedicle_front), at(f.pedicle_back), 1.7 * f.pedicle_half_width);
        add(at(f.facet_top), at(f.facet_bottom), f.facet_radius);
        add(at(f.lamina_out), at(f.lamina_in), f.lamina_half_thickness * f.lamina_widening);
        add(at(f.transverse_root), at(f.transverse_end),
            f.transverse_radius * f.transverse_widening);
    }
    return pieces;
}

}  // namespace

Bone make_vertebra(const SkeletonTable& table, const Individual& individual,
                   const Vertebra& vertebra, int level) {
    const Form form = form_of(table, individual, level);
    const Frame frame = vertebra.frame;
    const IsosurfaceGrid grid = grid_around(form);
    const auto make = [form, frame, grid] {
        const Field field(form);
        return placed(
            even_isosurface([&](const Vec3& point) { return field.distance_to(point); }, grid),
            frame);
    };
    const auto outline = [form, frame] {
        Mesh mesh = outline_of(form);
        for (Vec3& point : mesh.points) point = frame.to_parent(point);
        return mesh;
    };
    return {"vertebra." + vertebra.name, pieces_of(form, frame), LazyMesh(make), LazyMesh(outline)};
}

}  // namespace dryrun::anatomy
