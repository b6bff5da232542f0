using System.Text.Json.Nodes;

namespace Infra.PolicyPacks.Configuration;

/// <summary>The configuration of one policy from one source.</summary>
/// <param name="Level">The enforcement level; null to leave it unchanged.</param>
/// <param name="Settings">The settings to change; the others stay unchanged.</param>
internal sealed record PolicyConfiguration(EnforcementLevel? Level, JsonObject Settings);
