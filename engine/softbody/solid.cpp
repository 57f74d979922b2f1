// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/solid.h"

#include <algorithm>
#include <cmath>

#include "softbody/finite_hexahedron.h"

namespace dryrun::softbody {
namespace {

// A hold is a spring this much stiffer than its node.
constexpr double kHoldFactor = 1e8;
constexpr int kMostIterations = 60;
constexpr double kHeld = 1e-7;  // of the largest displacement
// Where less of a step helps, a smaller load is tried.
constexpr double kShortestStep = 1.0 / 500.0;
constexpr int kMostSteps = 4000;
// So near to balance a step that leaves this much of what is out of it has met rounding.
constexpr double kNearly = 300.0;
constexpr double kWorn = 0.1;
// As many steps of tissue that would give way by itself creep to where it has: no balance is near.
constexpr int kMostShoredUp = 8;

std::size_t first(int node) {
    return 3 * static_cast<std::size_t>(node);
}

HexahedronCorners corners_of(std::span<const Vec3> points, const std::array<int, 8>& nodes) {
    HexahedronCorners corners;
    for (std::size_t c = 0; c < 8; ++c) corners[c] = points[static_cast<std::size_t>(nodes[c])];
    return corners;
}

// The solid's materials, their moduli scaled as it wants them; the pull of fibres is not.
std::vector<SolidMaterial> scaled_materials(const Solid& solid) {
    std::vector<SolidMaterial> materials = solid.materials;
    if (solid.stiffness_scale == 1.0) return materials;
    for (SolidMaterial& material : materials) {
        for (double& entry : material.small) entry *= solid.stiffness_scale;
        Hyperelastic& large = material.large;
        for (double* modulus : {&large.shear, &large.lame, &large.alpha, &large.beta, &large.gamma})
            *modulus *= solid.stiffness_scale;
    }
    return materials;
}

std::array<const Hyperelastic*, kHexahedronPoints> everywhere(const Hyperelastic& material) {
    std::array<const Hyperelastic*, kHexahedronPoints> all{};
    all.fill(&material);
    return all;
}

HexahedronTerms small_terms(const HexahedronCorners& corners, const SolidMaterial& material) {
    std::array<const Matrix6*, kHexahedronPoints> all{};
    all.fill(&material.small);
    std::array<Vec6, kHexahedronPoints> initial{};
    const double tension = material.large.tension;
    if (tension != 0.0) initial.fill(fibre_stress(tension, material.large.fibre));
    return hexahedron_terms(
        corners, all, tension != 0.0 ? std::span<const Vec6>(initial) : std::span<const Vec6>());
}

// Nodes that cannot move at all: they take no part in the equations.
std::vector<char> nodes_held_in_place(const SolidProblem& problem) {
    std::vector<std::array<bool, 3>> along(problem.solid.points.size());
    for (const Hold& hold : problem.holds) {
        if (hold.displacement != 0.0) continue;
        const std::array<double, 3> n = {hold.along.x, hold.along.y, hold.along.z};
        for (std::size_t i = 0; i < 3; ++i)
            if (std::fabs(n[i]) == 1.0) along[static_cast<std::size_t>(hold.node)][i] = true;
    }
    std::vector<char> held(along.size(), 0);
    for (std::size_t n = 0; n < along.size(); ++n)
        held[n] = along[n][0] && along[n][1] && along[n][2] ? 1 : 0;
    return held;
}

// Whether there is anything that can be put on in steps.
bool is_loaded(const SolidProblem& problem) {
    return std::any_of(problem.holds.begin(), problem.holds.end(),
                       [](const Hold& hold) { return hold.displacement != 0.0; }) ||
           std::any_of(problem.forces.begin(), problem.forces.end(),
                       [](double force) { return force != 0.0; });
}

// The solid with a share of its holds and forces.
class Balancer {
  public:
    explicit Balancer(const SolidProblem& problem)
        : problem_(problem),
          materials_(scaled_materials(problem.solid)),
          held_(nodes_held_in_place(problem)),
          is_loaded_(is_loaded(problem)),
          moved_(problem.solid.points) {
        for (std::size_t b = 0; b < bricks().size(); ++b) {
            const HexahedronCorners rest = corners_of(problem.solid.points, bricks()[b]);
            if (problem.strain == Strain::Small) {
                small_.push_back(small_terms(rest, material(b)));
                is_sound_ = is_sound_ && small_.back().volume > 0.0;
            } else {
                const FiniteForces at_rest =
                    finite_forces(rest, rest, everywhere(material(b).large));
                is_sound_ = is_sound_ && std::isfinite(at_rest.energy);
                if (material(b).large.tension != 0.0) continue;
                for (const double f : at_rest.force) rounding_ += std::fabs(f);
            }
        }
        find_hold_stiffness();
    }

    bool is_sound() const { return is_sound_; }

    // Newton steps to balance at `share`; false where none is found.
    bool find(double share, std::vector<double>& u, int& iterations) {
        for (std::size_t i = 0; i < u.size(); ++i)
            if (held_[i / 3]) u[i] = 0.0;
        Linearised now = linearise(u, share);
        double size = 0.0;  // the largest of the steps: a free body ends without forces
        double before = INFINITY;
        int shored_up = 0;
        for (int i = 0; i < kMostIterations && std::isfinite(now.energy); ++i) {
            size = std::max(size, now.size);
            const double off = out_of_balance(now.forces);
            const bool is_worn = off > kWorn * before && off <= kNearly * problem_.balanced * size;
            if ((off <= problem_.balanced * size || is_worn) && is_held(u, share)) return true;
            before = off;
            ++iterations;
            std::vector<double> downhill = now.forces;
            for (double& f : downhill) f = -f;
            add_brick_tangents(u, now.tangent);
            const auto [step, is_shored_up] = downhill_step(std::move(now.tangent), downhill);
            shored_up = is_shored_up ? shored_up + 1 : 0;
            if (step.empty() || (shored_up > kMostShoredUp && is_loaded_)) return false;
            if (!advance(u, step, downhill, share, now))
                return off <= std::max(1e3 * problem_.balanced * size, rounding_);
        }
        return false;
    }

    Assembly tangent_at_rest() {
        const std::vector<double> rest(3 * moved_.size(), 0.0);
        Assembly tangent = linearise(rest, 0.0).tangent;
        add_brick_tangents(rest, tangent);
        return tangent;
    }

    std::vector<double> brick_forces(std::span<const double> u) {
        std::vector<double> forces(u.size(), 0.0);
        move(u);
        for (std::size_t b = 0; b < bricks().size(); ++b) {
            const FiniteForces brick = brick_at(b, u);
            for (std::size_t r = 0; r < 24; ++r)
                forces[first(bricks()[b][r / 3]) + r % 3] += brick.force[r];
        }
        return forces;
    }

  private:
    // All of a displacement but the bricks' tangents, which cost more than the rest and are only
    // wanted where a step is taken.
    struct Linearised {
        double energy = 0.0;
        double size = 0.0;  // sum of all forces that meet at the nodes
        std::vector<double> forces;
        Assembly tangent;
    };

    const std::vector<std::array<int, 8>>& bricks() const { return problem_.solid.bricks; }
    const SolidMaterial& material(std::size_t brick) const {
        return materials_[static_cast<std::size_t>(problem_.solid.material_of[brick])];
    }

    // Squeezed tissue may be unstable on the way to balance: then as much of its stiffness at rest
    // is added as makes the step go downhill. Empty where even that holds nothing.
    struct Downhill {
        std::vector<double> step;
        bool is_shored_up = false;
    };
    Downhill downhill_step(Assembly tangent, const std::vector<double>& forces) const {
        double share = 0.0;
        for (int i = 0; i < 8; ++i) {
            const auto factor = Factor::make(tangent);
            if (factor) return {factor->solve(forces), i > 0};
            const double more = share == 0.0 ? 0.25 : share;
            share += more;
            for (std::size_t b = 0; b < bricks().size(); ++b) {
                HexahedronMatrix rest = at_rest(b).stiffness;
                for (double& k : rest) k *= more;
                tangent.add(bricks()[b], rest);
            }
        }
        return {};
    }

    HexahedronTerms at_rest(std::size_t b) const {
        if (!small_.empty()) return small_[b];
        return small_terms(corners_of(problem_.solid.points, bricks()[b]), material(b));
    }

    void move(std::span<const double> u) {
        for (std::size_t n = 0; n < moved_.size(); ++n)
            moved_[n] = problem_.solid.points[n] + Vec3{u[3 * n], u[3 * n + 1], u[3 * n + 2]};
    }

    // By node: in a graded mesh one node may be a thousand times as stiff as another.
    void find_hold_stiffness() {
        stiffness_of_hold_.assign(problem_.solid.points.size(), 0.0);
        std::vector<char> wants(problem_.solid.points.size(), 0);
        for (const Hold& hold : problem_.holds)
            wants[static_cast<std::size_t>(hold.node)] =
                held_[static_cast<std::size_t>(hold.node)] == 0 ? 1 : 0;
        for (std::size_t b = 0; b < bricks().size(); ++b) {
            const auto& nodes = bricks()[b];
            if (std::none_of(nodes.begin(), nodes.end(),
                             [&](int n) { return wants[static_cast<std::size_t>(n)] != 0; }))
                continue;
            const HexahedronTerms rest = at_rest(b);
            for (std::size_t r = 0; r < 24; ++r) {
                double& most = stiffness_of_hold_[static_cast<std::size_t>(nodes[r / 3])];
                most = std::max(most, kHoldFactor * rest.stiffness[25 * r]);
            }
        }
    }
    double hold_stiffness(const Hold& hold) const {
        return stiffness_of_hold_[static_cast<std::size_t>(hold.node)];
    }

    // Of the moved nodes, which are those of `u`.
    FiniteForces brick_at(std::size_t b, std::span<const double> u) const {
        if (problem_.strain == Strain::Large)
            return finite_forces(corners_of(problem_.solid.points, bricks()[b]),
                                 corners_of(moved_, bricks()[b]), everywhere(material(b).large));
        FiniteForces brick;
        const HexahedronTerms& terms = small_[b];
        for (std::size_t r = 0; r < 24; ++r) {
            double elastic = 0.0;
            for (std::size_t c = 0; c < 24; ++c)
                elastic += terms.stiffness[24 * r + c] * u[first(bricks()[b][c / 3]) + c % 3];
            brick.force[r] = elastic - terms.load[r];
            brick.energy += (0.5 * elastic - terms.load[r]) * u[first(bricks()[b][r / 3]) + r % 3];
        }
        return brick;
    }

    void add_brick_tangents(std::span<const double> u, Assembly& tangent) {
        move(u);
        tangent.reserve(bricks().size(), 8);
        for (std::size_t b = 0; b < bricks().size(); ++b) {
            if (problem_.strain == Strain::Small)
                tangent.add(bricks()[b], small_[b].stiffness);
            else
                tangent.add(
                    bricks()[b],
                    finite_tangent(corners_of(problem_.solid.points, bricks()[b]),
                                   corners_of(moved_, bricks()[b]), everywhere(material(b).large)));
        }
    }

    static double off_hold(const Hold& hold, std::span<const double> u, double share) {
        const std::size_t at = first(hold.node);
        return hold.along.x * u[at] + hold.along.y * u[at + 1] + hold.along.z * u[at + 2] -
               share * hold.displacement;
    }

    Linearised linearise(std::span<const double> u, double share) {
        Linearised now{0.0, 0.0, std::vector<double>(u.size(), 0.0),
                       Assembly(problem_.solid.places, held_)};
        move(u);
        for (std::size_t b = 0; b < bricks().size(); ++b) {
            const FiniteForces brick = brick_at(b, u);
            now.energy += brick.energy;
            if (!std::isfinite(now.energy)) return now;
            for (std::size_t r = 0; r < 24; ++r) {
                now.forces[first(bricks()[b][r / 3]) + r % 3] += brick.force[r];
                now.size += std::fabs(brick.force[r]);
            }
        }
        for (const Energy& other : problem_.others) {
            now.energy += other.value(moved_);
            other.add_derivatives(moved_, now.forces, now.tangent);
        }
        for (std::size_t i = 0; i < problem_.forces.size(); ++i) {
            now.energy -= share * problem_.forces[i] * u[i];
            now.forces[i] -= share * problem_.forces[i];
            now.size += std::fabs(problem_.forces[i]);
        }
        for (const Hold& hold : problem_.holds) add_hold(hold, u, share, now);
        return now;
    }

    void add_hold(const Hold& hold, std::span<const double> u, double share,
                  Linearised& now) const {
        if (held_[static_cast<std::size_t>(hold.node)]) return;
        const double stiffness = hold_stiffness(hold);
        const double off = off_hold(hold, u, share);
        now.energy += 0.5 * stiffness * off * off;
        const std::array<double, 3> n = {hold.along.x, hold.along.y, hold.along.z};
        std::array<double, 9> stiff{};
        for (std::size_t i = 0; i < 3; ++i) {
            now.forces[first(hold.node) + i] += stiffness * off * n[i];
            for (std::size_t j = 0; j < 3; ++j) stiff[3 * i + j] = stiffness * n[i] * n[j];
        }
        now.tangent.add(std::array{hold.node}, stiff);
    }

    bool is_held(std::span<const double> u, double share) const {
        double size = 0.0, off = 0.0;
        for (const double x : u) size = std::max(size, std::fabs(x));
        for (const Hold& hold : problem_.holds) {
            size = std::max(size, std::fabs(share * hold.displacement));
            off = std::max(off, std::fabs(off_hold(hold, u, share)));
        }
        return off <= kHeld * size;
    }

    // What no hold takes up. The force of a hold is only known to the rounding of its stiffness.
    double out_of_balance(std::vector<double> forces) const {
        for (const Hold& hold : problem_.holds) {
            double* f = &forces[first(hold.node)];
            const double held = hold.along.x * f[0] + hold.along.y * f[1] + hold.along.z * f[2];
            f[0] -= held * hold.along.x;
            f[1] -= held * hold.along.y;
            f[2] -= held * hold.along.z;
        }
        double sum = 0.0;
        for (const double f : forces) sum += std::fabs(f);
        return sum;
    }

    // As far along the step as lowers the energy.
    bool advance(std::vector<double>& u, const std::vector<double>& step,
                 const std::vector<double>& downhill, double share, Linearised& now) {
        double slope = 0.0;
        for (std::size_t i = 0; i < u.size(); ++i) slope -= downhill[i] * step[i];
        std::vector<double> tried(u.size());
        double part = 1.0;
        while (part > kShortestStep) {
            for (std::size_t i = 0; i < u.size(); ++i) tried[i] = u[i] + part * step[i];
            Linearised after = linearise(tried, share);
            // Near the balance the energy no longer tells.
            const double noise = 1e-12 * (std::fabs(now.energy) + std::fabs(after.energy));
            if (std::isfinite(after.energy) &&
                after.energy <= now.energy + 1e-4 * part * slope + noise) {
                u = tried;
                now = std::move(after);
                return true;
            }
            part *= 0.5;
        }
        return false;
    }

    const SolidProblem& problem_;
    std::vector<SolidMaterial> materials_;
    std::vector<char> held_;
    bool is_loaded_ = false;
    std::vector<Vec3> moved_;
    std::vector<HexahedronTerms> small_;  // of small strains only
    std::vector<double> stiffness_of_hold_;
    bool is_sound_ = true;
    // What is left of the forces of bricks at rest, which have none: where large bricks lie round a
    // small contact no balance is known better.
    double rounding_ = 0.0;
};

}  // namespace

SolidMaterial solid_material(const Isotropic& material) {
    return {stiffness(material), hyperelastic(material)};
}

SolidMaterial solid_material(const TransverselyIsotropic& material, const Vec3& fibre) {
    return {stiffness(material, fibre), hyperelastic(material, fibre)};
}

SolidMaterial contracted(SolidMaterial material, const Vec3& fibre, double tension) {
    material.large.fibre = fibre;
    material.large.tension = tension;
    return material;
}

Solid box_of_bricks(const std::vector<double>& xs, const std::vector<double>& ys,
                    const std::vector<double>& zs, const SolidMaterial& material) {
    Solid solid;
    solid.materials.push_back(material);
    const int nx = static_cast<int>(xs.size()), ny = static_cast<int>(ys.size()),
              nz = static_cast<int>(zs.size());
    const auto node = [&](int i, int j, int k) { return (k * ny + j) * nx + i; };
    for (int k = 0; k < nz; ++k) {
        for (int j = 0; j < ny; ++j) {
            for (int i = 0; i < nx; ++i) {
                solid.points.push_back({xs[static_cast<std::size_t>(i)],
                                        ys[static_cast<std::size_t>(j)],
                                        zs[static_cast<std::size_t>(k)]});
                solid.places.push_back({i, j, k});
                if (i + 1 == nx || j + 1 == ny || k + 1 == nz) continue;
                solid.bricks.push_back({node(i, j, k), node(i + 1, j, k), node(i + 1, j + 1, k),
                                        node(i, j + 1, k), node(i, j, k + 1), node(i + 1, j, k + 1),
                                        node(i + 1, j + 1, k + 1), node(i, j + 1, k + 1)});
            }
        }
    }
    solid.material_of.assign(solid.bricks.size(), 0);
    return solid;
}

Result<SolidState> balance(const SolidProblem& problem, std::span<const double> start) {
    Balancer balancer(problem);
    if (!balancer.is_sound())
        return Error{ErrorKind::Internal, "a brick of the mesh is inside out", "", ""};
    SolidState state;
    state.displacement.assign(start.begin(), start.end());
    state.displacement.resize(3 * problem.solid.points.size(), 0.0);
    double done = 0.0, step = 1.0;
    for (int i = 0; i < kMostSteps && done < 1.0; ++i) {
        std::vector<double> tried = state.displacement;
        const double next = std::min(1.0, done + step);
        if (balancer.find(next, tried, state.iterations)) {
            state.displacement = std::move(tried);
            done = next;
            step = std::min(1.0, 2.0 * step);
        } else {
            step *= 0.5;
            if (step < 1e-4 || !is_loaded(problem)) break;
        }
    }
    if (done < 1.0)
        return Error{ErrorKind::BadInput, "the tissue finds no balance under this load", "",
                     "try a smaller load"};
    state.force = balancer.brick_forces(state.displacement);
    return state;
}

Result<std::vector<double>> compliance(const Solid& solid, const std::vector<Hold>& holds,
                                       std::span<const NodalLoad> loads) {
    const SolidProblem problem{solid, holds, {}, {}, Strain::Small};
    Balancer balancer(problem);
    if (!balancer.is_sound())
        return Error{ErrorKind::Internal, "a brick of the mesh is inside out", "", ""};
    const auto factor = Factor::make(balancer.tangent_at_rest());
    if (!factor) return factor.error();
    const auto carried = factor->carry(loads);
    return Factor::compliance(carried, carried);
}

SolidMeans means(const Solid& solid, std::span<const double> displacement, Strain strain) {
    SolidMeans sums;
    std::vector<Vec3> moved = solid.points;
    for (std::size_t n = 0; n < moved.size(); ++n)
        moved[n] += {displacement[3 * n], displacement[3 * n + 1], displacement[3 * n + 2]};
    const std::vector<SolidMaterial> materials = scaled_materials(solid);
    for (std::size_t b = 0; b < solid.bricks.size(); ++b) {
        const SolidMaterial& material = materials[static_cast<std::size_t>(solid.material_of[b])];
        const auto rest = corners_of(solid.points, solid.bricks[b]);
        for (const GaussState& point : gauss_states(rest, corners_of(moved, solid.bricks[b]))) {
            const Matrix3& f = point.deformation;
            Matrix3 nominal{}, cauchy{};
            if (strain == Strain::Large) {
                nominal = respond(material.large, f).stress;
                const double j = determinant(f);
                for (std::size_t i = 0; i < 3; ++i)
                    for (std::size_t k = 0; k < 3; ++k)
                        for (std::size_t n = 0; n < 3; ++n)
                            cauchy[3 * i + k] += nominal[3 * i + n] * f[3 * k + n] / j;
            } else {
                const Vec6 small = {f[0] - 1.0,  f[4] - 1.0,  f[8] - 1.0,
                                    f[1] + f[3], f[5] + f[7], f[2] + f[6]};
                Vec6 s = multiply(material.small, small);
                const Vec6 pull = fibre_stress(material.large.tension, material.large.fibre);
                for (std::size_t i = 0; i < 6; ++i) s[i] += pull[i];
                nominal = cauchy = {s[0], s[3], s[5], s[3], s[1], s[4], s[5], s[4], s[2]};
            }
            for (std::size_t i = 0; i < 9; ++i) {
                sums.gradient[i] += point.volume * (f[i] - kIdentity3[i]);
                sums.nominal_stress[i] += point.volume * nominal[i];
                sums.cauchy_stress[i] += point.volume * cauchy[i];
            }
            sums.volume += point.volume;
        }
    }
    for (Matrix3* sum : {&sums.gradient, &sums.nominal_stress, &sums.cauchy_stress})
        for (double& x : *sum) x /= sums.volume;
    return sums;
}

}  // namespace dryrun::softbody
