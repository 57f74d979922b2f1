// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "bullet_body.h"

#include <BulletSoftBody/btDeformableBodySolver.h>
#include <BulletSoftBody/btDeformableLinearElasticityForce.h>
#include <BulletSoftBody/btDeformableMultiBodyConstraintSolver.h>
#include <BulletSoftBody/btDeformableMultiBodyDynamicsWorld.h>
#include <BulletSoftBody/btDeformableNeoHookeanForce.h>
#include <BulletSoftBody/btSoftBodyHelpers.h>
#include <BulletSoftBody/btSoftBodyRigidBodyCollisionConfiguration.h>
#include <btBulletDynamicsCommon.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

namespace dryrun::bench {
namespace {

constexpr double kDensity = 1060e-12;  // N s²/mm⁴

// Dead forces on nodes.
class Load : public btDeformableLagrangianForce {
  public:
    std::vector<btVector3> force;
    btSoftBody* body = nullptr;

    void addScaledForces(btScalar scale, TVStack& sums) override {
        for (int n = 0; n < body->m_nodes.size() && !force.empty(); ++n)
            sums[body->m_nodes[n].index] += scale * force[static_cast<std::size_t>(n)];
    }
    void addScaledExplicitForce(btScalar scale, TVStack& sums) override {
        addScaledForces(scale, sums);
    }
    void addScaledDampingForce(btScalar, TVStack&) override {}
    void addScaledElasticForceDifferential(btScalar, const TVStack&, TVStack&) override {}
    void addScaledDampingForceDifferential(btScalar, const TVStack&, TVStack&) override {}
    void buildDampingForceDifferentialDiagonal(btScalar, TVStack&) override {}
    double totalElasticEnergy(btScalar) override { return 0.0; }
    btDeformableLagrangianForceType getForceType() override { return BT_GRAVITY_FORCE; }
};

// Five tetrahedra in a brick, mirrored from one to the next so that their faces meet.
constexpr std::array<std::array<std::array<std::size_t, 4>, 5>, 2> kCorners = {
    {{{{0, 1, 2, 4}, {3, 2, 1, 7}, {5, 4, 7, 1}, {6, 7, 4, 2}, {1, 2, 4, 7}}},
     {{{1, 3, 0, 5}, {2, 0, 3, 6}, {4, 5, 6, 0}, {7, 6, 5, 3}, {0, 3, 5, 6}}}}};

}  // namespace

struct BulletBody::World {
    btSoftBodyRigidBodyCollisionConfiguration configuration;
    btCollisionDispatcher dispatcher{&configuration};
    btDbvtBroadphase broadphase;
    btDeformableBodySolver solver;
    btDeformableMultiBodyConstraintSolver constraints;
    std::unique_ptr<btDeformableMultiBodyDynamicsWorld> world;
    std::unique_ptr<btSoftBody> body;
    std::unique_ptr<btDeformableLagrangianForce> law;
    Load load;
    std::vector<btVector3> rest;
    double step_s = 0.0;
};

BulletBody::BulletBody(const softbody::ColumnMesh& mesh, const std::vector<char>& held,
                       double youngs, double poisson, const BulletSetting& setting)
    : world_(std::make_unique<World>()) {
    World& w = *world_;
    w.step_s = setting.step_s;
    w.constraints.setDeformableSolver(&w.solver);
    w.world = std::make_unique<btDeformableMultiBodyDynamicsWorld>(
        &w.dispatcher, &w.broadphase, &w.constraints, &w.configuration, &w.solver);
    w.world->setGravity({0, 0, 0});
    w.world->getWorldInfo().m_gravity.setValue(0, 0, 0);
    w.world->setImplicit(setting.is_implicit);
    w.world->setLineSearch(false);  // with it the body does not move at all
    for (int n = 0; n < mesh.node_count(); ++n) {
        const Vec3 p = mesh.point(n);
        w.rest.emplace_back(p.x, p.y, p.z);
    }
    const std::vector<btScalar> masses(w.rest.size(), 1.0);
    w.body = std::make_unique<btSoftBody>(&w.world->getWorldInfo(), static_cast<int>(w.rest.size()),
                                          w.rest.data(), masses.data());
    double volume = 0.0;
    for (int k = 0; k + 1 < mesh.levels; ++k)
        for (int j = 0; j + 1 < mesh.across_y(); ++j)
            for (int i = 0; i + 1 < mesh.across_x(); ++i) {
                std::array<int, 8> nodes{};
                for (int c = 0; c < 8; ++c)
                    nodes[static_cast<std::size_t>(c)] =
                        mesh.node(i + (c & 1), j + (c >> 1 & 1), k + (c >> 2));
                for (const auto& corners : kCorners[static_cast<std::size_t>((i + j + k) % 2)]) {
                    std::array<int, 4> t{};
                    for (std::size_t c = 0; c < 4; ++c) t[c] = nodes[corners[c]];
                    const auto at = [&](std::size_t c) {
                        return w.rest[static_cast<std::size_t>(t[c])];
                    };
                    const double six = (at(1) - at(0)).cross(at(2) - at(0)).dot(at(3) - at(0));
                    if (six < 0.0) std::swap(t[2], t[3]);
                    volume += std::fabs(six) / 6.0;
                    w.body->appendTetra(t[0], t[1], t[2], t[3]);
                }
            }
    w.body->setTotalMass(kDensity * volume);
    w.body->initializeDmInverse();
    w.body->m_tetraScratches.resize(w.body->m_tetras.size());
    w.body->m_tetraScratchesTn.resize(w.body->m_tetras.size());
    btSoftBodyHelpers::generateBoundaryFaces(w.body.get());
    for (std::size_t n = 0; n < held.size(); ++n)
        if (held[n] != 0) w.body->setMass(static_cast<int>(n), 0.0);
    w.body->m_cfg.collisions = 0;
    w.body->m_cfg.kDF = w.body->m_cfg.kDP = 0.0;
    w.body->m_sleepingThreshold = 0.0;
    w.body->setActivationState(DISABLE_DEACTIVATION);
    w.world->addSoftBody(w.body.get());
    const double mu = youngs / (2.0 * (1.0 + poisson));
    const double lambda = youngs * poisson / ((1.0 + poisson) * (1.0 - 2.0 * poisson));
    // Its law's constants that have these moduli at small strain (Smith, de Goes and Kim 2018).
    if (setting.law == BulletLaw::NeoHookean)
        w.law = std::make_unique<btDeformableNeoHookeanForce>(
            4.0 / 3.0 * mu, lambda + 5.0 / 6.0 * mu, setting.damping);
    else
        w.law = std::make_unique<btDeformableLinearElasticityForce>(mu, lambda, setting.damping,
                                                                    setting.damping);
    w.world->addForce(w.body.get(), w.law.get());
    w.load.body = w.body.get();
    w.world->addForce(w.body.get(), &w.load);
}

BulletBody::~BulletBody() {
    world_->world->removeSoftBody(world_->body.get());
}

void BulletBody::load(const std::vector<double>& forces) {
    world_->load.force.clear();
    for (std::size_t n = 0; n < forces.size() / 3; ++n)
        world_->load.force.emplace_back(forces[3 * n], forces[3 * n + 1], forces[3 * n + 2]);
}

void BulletBody::step() {
    world_->world->stepSimulation(world_->step_s, 0, world_->step_s);
}

int BulletBody::tetrahedra() const {
    return world_->body->m_tetras.size();
}

std::vector<double> BulletBody::displacement() const {
    std::vector<double> u;
    for (std::size_t n = 0; n < world_->rest.size(); ++n) {
        const btVector3 d = world_->body->m_nodes[static_cast<int>(n)].m_x - world_->rest[n];
        u.insert(u.end(), {d.x(), d.y(), d.z()});
    }
    return u;
}

}  // namespace dryrun::bench
