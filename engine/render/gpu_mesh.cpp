// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/gpu_mesh.h"

#include <epoxy/gl.h>

#include "core/result.h"
#include "render/cut_faces.h"
#include "render/stripes.h"

namespace dryrun::render {
namespace {

// As shaders/surface.vert reads it.
struct Vertex {
    float position[3];
    float normal[3];
    float stripe;
    float tendon;
};

std::vector<Vertex> interleaved(const Mesh& mesh, const std::vector<float>& stripe) {
    DRYRUN_ASSERT(mesh.normals.size() == mesh.points.size());
    std::vector<Vertex> vertices(mesh.points.size());
    for (std::size_t i = 0; i < vertices.size(); ++i) {
        const Vec3& p = mesh.points[i];
        const Vec3& n = mesh.normals[i];
        vertices[i] = {{static_cast<float>(p.x), static_cast<float>(p.y), static_cast<float>(p.z)},
                       {static_cast<float>(n.x), static_cast<float>(n.y), static_cast<float>(n.z)},
                       stripe[i],
                       mesh.tendon.empty() ? 0.0f : mesh.tendon[i]};
    }
    return vertices;
}

void attribute(unsigned index, int size, std::size_t offset) {
    glEnableVertexAttribArray(index);
    glVertexAttribPointer(index, size, GL_FLOAT, GL_FALSE, sizeof(Vertex),
                          reinterpret_cast<const void*>(offset));
}

}  // namespace

GpuMesh GpuMesh::upload(const Mesh& whole) {
    const CutMesh cut = with_cut_faces(whole);
    const Mesh& mesh = cut.mesh;
    const std::vector<float> stripe = stripe_coordinate(whole);
    GpuMesh gpu;
    for (const std::uint32_t from : cut.from) gpu.stripe_.push_back(stripe[from]);
    gpu.array_ = VertexArray::make();
    gpu.vertices_ = Buffer::make();
    gpu.indices_ = Buffer::make();
    gpu.index_count_ = mesh.triangles.size() * 3;
    glBindVertexArray(gpu.array_.name());
    const auto vertices = interleaved(mesh, gpu.stripe_);
    glBindBuffer(GL_ARRAY_BUFFER, gpu.vertices_.name());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(vertices.size() * sizeof(Vertex)),
                 vertices.data(), GL_DYNAMIC_DRAW);
    attribute(0, 3, offsetof(Vertex, position));
    attribute(1, 3, offsetof(Vertex, normal));
    attribute(2, 1, offsetof(Vertex, stripe));
    attribute(3, 1, offsetof(Vertex, tendon));
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, gpu.indices_.name());
    glBufferData(GL_ELEMENT_ARRAY_BUFFER,
                 static_cast<GLsizeiptr>(gpu.index_count_ * sizeof(std::uint32_t)),
                 mesh.triangles.data(), GL_STATIC_DRAW);
    glBindVertexArray(0);
    return gpu;
}

void GpuMesh::move_points(const Mesh& mesh) {
    DRYRUN_ASSERT(mesh.points.size() == stripe_.size());
    const auto vertices = interleaved(mesh, stripe_);
    glBindBuffer(GL_ARRAY_BUFFER, vertices_.name());
    glBufferSubData(GL_ARRAY_BUFFER, 0, static_cast<GLsizeiptr>(vertices.size() * sizeof(Vertex)),
                    vertices.data());
}

void GpuMesh::draw() const {
    glBindVertexArray(array_.name());
    glDrawElements(GL_TRIANGLES, static_cast<int>(index_count_), GL_UNSIGNED_INT, nullptr);
}

}  // namespace dryrun::render
