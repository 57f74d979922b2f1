// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Vertebrae of the neck as one smooth skin round balls drawn along short lines: C1 a ring with
// lateral masses, C2 with the dens and a stout forked spinous process, C3 to C6 with articular
// pillars, forked spinous processes and two tubercles on each transverse process, between which
// the vertebral artery passes. Half is described; the other half is its mirror image. Places are
// rows of the table; what has no row is drawn after anatomy texts. Millimetres.
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "anatomy/skeleton_parts.h"
#include "core/deterministic_math.h"
#include "geometry/isosurface.h"
#include "geometry/outline.h"
#include "geometry/solids.h"

namespace dryrun::anatomy {
namespace {

constexpr double kCell = 2.4;  // of the grid that shows the form

struct Part {
    CapsuleForm form;
    double blend = 2.5;  ///< how wide a fillet it joins the others with
};

double reach(const CapsuleForm& form) {
    return std::fmax(form.radius_a, form.radius_b) * form.widening;
}

// Half a vertebra in its own frame.
struct Form {
    Vec3 body_half;  ///< zero for C1
    double body_up = 0.0;
    std::vector<Part> parts;
    double canal_back = 0.0, canal_half_width = 0.0, canal_half_depth = 0.0;
};

class Rows {
  public:
    Rows(const SkeletonTable& table, const Individual& individual, int level)
        : table_(table), level_(level), section(individual.bone_section) {
        const double lamina = (*this)("lamina_back_mm");
        tip = {0.0, lamina + ((*this)("spinous_back_mm") - lamina) * individual.spinous_length,
               -(*this)("spinous_down_mm")};
        transverse = {(*this)("transverse_out_mm"), (*this)("transverse_back_mm"),
                      (*this)("transverse_up_mm")};
    }
    double operator()(const char* name) const { return table_.spine.at(name)(level_); }

  private:
    const SkeletonTable& table_;
    int level_;

  public:
    double section;
    Vec3 tip;         ///< of the spinous process
    Vec3 transverse;  ///< tip of the transverse process
};

Part round(const Vec3& a, const Vec3& b, double radius_a, double radius_b, double blend = 2.5) {
    return {{a, b, radius_a, radius_b, {1.0, 0.0, 0.0}, 1.0}, blend};
}

// Ends so that its surface passes through `tip`.
Part ending_at(const Vec3& from, const Vec3& tip, double radius_from, double radius_tip) {
    return round(from, tip - normalised(tip - from) * radius_tip, radius_from, radius_tip);
}

Part flat(const Vec3& a, const Vec3& b, double radius, const Vec3& across, double widening) {
    return {{a, b, radius, radius, normalised(across), widening}, 3.0};
}

void add_lamina(Form& form, const Rows& rows, double half_thickness) {
    const double back = rows("lamina_back_mm");
    const double up = rows("lamina_up_mm");
    const double out = rows("facet_out_mm") - 3.0;
    constexpr double kSlope = 0.5;  // back per inwards
    const double axis = back - half_thickness * 1.1;
    form.parts.push_back(flat({out, axis - kSlope * (out - 9.0), up + 4.5},
                              {2.0, axis + kSlope * 6.0, up - 1.5}, half_thickness,
                              {kSlope, 1.0, 0.0}, 1.8));
}

// The shaft of the spinous process and the prong that its mirror image makes a fork.
void add_fork(Form& form, const Rows& rows, double half_width, double spread, double length) {
    const Vec3 root{0.0, rows("lamina_back_mm") - 1.0, rows("lamina_up_mm") - 1.5};
    const Vec3 along = normalised(rows.tip - root);
    const double prong = 0.95 * half_width;
    form.parts.push_back(
        flat(root, rows.tip - along * (length + prong), half_width, {1.0, 0.0, 0.0}, 1.4));
    const Vec3 from = rows.tip - along * (length + prong) + Vec3{0.4, 0.0, 0.0};
    form.parts.push_back(
        round(from, rows.tip - along * prong + Vec3{spread, 0.0, 0.0}, half_width, prong, 1.5));
}

void set_canal(Form& form, const Rows& rows) {
    form.canal_half_width = rows("canal_half_width_mm");
    form.canal_half_depth = rows("canal_half_depth_mm");
    form.canal_back = 0.5 * rows("body_depth_mm") + form.canal_half_depth - 0.5;
}

// C1: anterior and posterior arch between the lateral masses; its transverse processes reach
// farthest out.
Form ring_form(const Rows& rows) {
    Form form;
    const double s = rows.section;
    const Vec3 mass{18.5, 2.0, 1.0};
    form.parts.push_back(flat(mass - Vec3{0.0, 4.5, 0.5}, mass + Vec3{0.5, 4.5, 0.5}, 6.8 * s,
                              {1.0, 0.0, 0.3}, 1.1));
    const Vec3 front{0.0, -11.5, 0.5};
    form.parts.push_back(round(mass - Vec3{2.0, 6.0, 0.5}, {8.0, -10.8, 0.5}, 4.2 * s, 3.4 * s));
    form.parts.push_back(round({8.0, -10.8, 0.5}, front, 3.4 * s, 3.8 * s));
    const double back = rows.tip.y;
    const double down = rows.tip.z;
    const Vec3 behind_mass{20.5, 12.0, 1.0};
    const Vec3 side{19.0, 0.52 * back, 0.3 * down};
    const Vec3 corner{11.0, 0.82 * back, 0.7 * down};
    const Vec3 end{0.0, back - 3.6 * s, down};
    form.parts.push_back(round(behind_mass, side, 3.6 * s, 3.0 * s));
    form.parts.push_back(round(side, corner, 3.0 * s, 3.4 * s));
    form.parts.push_back(round(corner, end, 3.4 * s, 3.6 * s));
    // Two roots round the foramen of the vertebral artery.
    const Vec3 tip = rows.transverse;
    form.parts.push_back(ending_at(mass + Vec3{2.0, -1.5, -0.5}, tip, 3.0 * s, 3.2 * s));
    form.parts.push_back(ending_at(behind_mass, tip, 3.0 * s, 3.2 * s));
    set_canal(form, rows);
    return form;
}

// C2: the dens stands on its body in the front of the ring.
Form axis_form(const Rows& rows) {
    Form form;
    const double s = rows.section;
    form.body_half = {0.46 * rows("body_width_mm"), 0.48 * rows("body_depth_mm"), 4.4};
    form.body_up = 0.8;
    form.parts.push_back(round({0.0, -1.5, 2.0}, {0.0, -1.2, 14.0}, 5.4 * s, 4.6 * s, 3.0));
    const Vec3 facet{14.5, 0.5, 0.2};
    form.parts.push_back(flat(facet, facet + Vec3{0.0, 3.0, 0.0}, 2.8 * s, {0.3, 0.0, 1.0}, 2.2));
    const double back = rows("lamina_back_mm");
    const double out = rows("facet_out_mm");
    form.parts.push_back(round({13.0, 5.0, -1.0}, {16.5, 15.0, -3.0}, 4.0 * s, 4.0 * s));
    form.parts.push_back(
        round({16.5, 15.0, -3.0}, {out - 2.0, back - 5.0, -4.4}, 4.0 * s, 4.0 * s));
    form.parts.push_back(ending_at({15.0, 9.0, -1.5}, rows.transverse, 3.2 * s, 2.8 * s));
    add_lamina(form, rows, 3.2 * s);
    add_fork(form, rows, 3.8 * s, 5.2, 6.0);
    set_canal(form, rows);
    return form;
}

// C3 to C6.
Form typical_form(const Rows& rows, int level) {
    Form form;
    const double s = rows.section;
    const double disc = rows("disc_mm");
    const double half_height = 0.5 * (rows("spacing_mm") - disc);
    form.body_half = {0.5 * rows("body_width_mm"), 0.5 * rows("body_depth_mm"), half_height};
    const double side = form.body_half.x;
    const double back = rows("lamina_back_mm");
    const double out = rows("facet_out_mm");
    // Hooks on the sides of the upper endplate.
    form.parts.push_back(round({0.84 * side, -1.0, half_height - 0.6},
                               {0.84 * side, 4.5, half_height - 0.2}, 1.9, 2.1, 1.5));
    // Articular pillar: its faces look up and back, and down and forwards.
    const double pillar = 4.2 * s;
    const Vec3 top{out, back - 10.5, half_height - 1.2 - pillar};
    const Vec3 bottom{out - 1.0, back - 5.0, -half_height - (disc - 2.8) + pillar};
    form.parts.push_back(flat(top, bottom, pillar, {0.0, 0.75, 0.66}, 1.2));
    form.parts.push_back(round({0.72 * side, 0.5 * form.body_half.y, 1.0},
                               {out - 2.5, back - 12.5, 0.5}, 2.9 * s, 3.0 * s));
    // Anterior and posterior bar of the transverse process, and the gutter between their tubercles.
    const Vec3 behind = rows.transverse;
    const Vec3 before = behind + Vec3{-3.5, -8.0, 0.8};
    form.parts.push_back(ending_at({out - 2.0, back - 13.0, -0.5}, behind, 2.7 * s, 2.6 * s));
    form.parts.push_back(ending_at({0.8 * side, -1.0, 0.0}, before, 2.5 * s, 2.6 * s));
    form.parts.push_back(round(before + Vec3{-2.0, 1.5, -1.2}, behind + Vec3{-3.0, -1.0, -0.8},
                               2.1 * s, 2.1 * s, 1.5));
    add_lamina(form, rows, 2.6 * s);
    const double fork = level < 6 ? 1.0 : 0.7;  // hardly forked at C6
    add_fork(form, rows, 2.7 * s, 3.8 * fork, 5.0 * fork);
    set_canal(form, rows);
    return form;
}

// Made once for many points.
class Field {
  public:
    explicit Field(const Form& form)
        : body_half_(form.body_half),
          body_up_(form.body_up),
          canal_back_(form.canal_back),
          canal_half_width_(form.canal_half_width),
          canal_half_depth_(form.canal_half_depth) {
        for (const Part& part : form.parts) {
            const CapsuleForm& f = part.form;
            solids_.push_back(
                {{f.a, f.b, f.across, f.widening, f.radius_a, f.radius_b}, part.blend});
        }
    }

    double distance_to(const Vec3& point) const {
        const Vec3 p{std::fabs(point.x), point.y, point.z};
        double d = 1e3;
        if (body_half_.x > 0.0) {
            d = elliptical_cylinder({p.x, p.y, p.z - body_up_}, body_half_.x, body_half_.y,
                                    body_half_.z, 0.07, 2.6);
        }
        for (const Solid& solid : solids_) d = joined(d, solid.form, p, solid.blend);
        const double x = p.x / canal_half_width_;
        const double y = (p.y - canal_back_) / canal_half_depth_;
        const double canal =
            (std::sqrt(x * x + y * y) - 1.0) * std::min(canal_half_width_, canal_half_depth_);
        return smooth_cut(d, canal, 1.5);
    }

  private:
    struct Solid {
        FlatCapsule form;
        double blend;
    };
    std::vector<Solid> solids_;
    Vec3 body_half_;
    double body_up_;
    double canal_back_;
    double canal_half_width_;
    double canal_half_depth_;
};

Box box_of(const Form& form) {
    Box box;
    for (const Part& part : form.parts) {
        for (const Vec3* end : {&part.form.a, &part.form.b}) {
            box.take_in(*end, reach(part.form));
            box.take_in({-end->x, end->y, end->z}, reach(part.form));
        }
    }
    const Vec3& half = form.body_half;
    box.take_in({0.0, -half.y, form.body_up + half.z});
    box.take_in({0.0, half.y, form.body_up - half.z});
    return box;
}

std::vector<Box> pieces_of(const Form& form, const Frame& frame) {
    constexpr double kFillets = 1.5;
    std::vector<Box> pieces;
    for (const Part& part : form.parts) {
        for (const double side : {-1.0, 1.0}) {
            Box box;
            for (const Vec3* end : {&part.form.a, &part.form.b}) {
                box.take_in(frame.to_parent({side * end->x, end->y, end->z}),
                            reach(part.form) + kFillets);
            }
            pieces.push_back(box);
        }
    }
    const Vec3& half = form.body_half;
    Box body;
    for (int corner = 0; corner < 8 && half.x > 0.0; ++corner) {
        body.take_in(frame.to_parent({(corner & 1) != 0 ? half.x : -half.x,
                                      (corner & 2) != 0 ? half.y : -half.y,
                                      form.body_up + ((corner & 4) != 0 ? half.z : -half.z)}),
                     kFillets);
    }
    if (half.x > 0.0) pieces.push_back(body);
    return pieces;
}

// x = 0 is a corner of cells, so that both halves are cut alike.
IsosurfaceGrid grid_of(const Box& box) {
    constexpr double kCellsToSpare = 2.5;
    const auto cells = [](double room) {
        return static_cast<int>(room / kCell + 2.0 * kCellsToSpare) + 1;
    };
    IsosurfaceGrid grid;
    grid.cells_x = 2 * ((cells(box.high.x - box.low.x) + 1) / 2);
    grid.cells_y = cells(box.high.y - box.low.y);
    grid.cells_z = cells(box.high.z - box.low.z);
    grid.low = {-0.5 * kCell * grid.cells_x, box.low.y - kCellsToSpare * kCell,
                box.low.z - kCellsToSpare * kCell};
    grid.step = {kCell, kCell, kCell};
    return grid;
}

// The parts of the right half, one by one, without fillets and body.
Mesh outline_of(const Form& form, const Frame& frame) {
    Mesh mesh;
    for (const Part& part : form.parts) {
        CapsuleForm right = part.form;
        for (Vec3* v : {&right.a, &right.b, &right.across}) v->x = -v->x;
        add_outline(right, mesh);
    }
    for (Vec3& point : mesh.points) point = frame.to_parent(point);
    return mesh;
}

}  // namespace

Bone make_cervical_vertebra(const SkeletonTable& table, const Individual& individual,
                            const Vertebra& vertebra, int level) {
    DRYRUN_ASSERT(level >= 1 && level <= kLastForkedLevel);
    const Rows rows(table, individual, level);
    const Form form = level == 1   ? ring_form(rows)
                      : level == 2 ? axis_form(rows)
                                   : typical_form(rows, level);
    const Box local = box_of(form);
    const Frame frame = vertebra.frame;
    const auto make = [form, frame, grid = grid_of(local)] {
        const Field field(form);
        return placed(even_isosurface([&](const Vec3& p) { return field.distance_to(p); }, grid),
                      frame);
    };
    return {"vertebra." + vertebra.name, pieces_of(form, frame), LazyMesh(make),
            LazyMesh([form, frame] { return outline_of(form, frame); })};
}

}  // namespace dryrun::anatomy
