using System.Text.Json.Nodes;

namespace Engine.Tests.Kubernetes;

/// <summary>A recorded request.</summary>
internal sealed record FakeRequest(string Method, string Path, string Query, string? ContentType, JsonNode? Body);
