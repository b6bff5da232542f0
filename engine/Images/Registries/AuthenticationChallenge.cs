using Infra.Engine.Docker.Registries;

namespace Infra.Engine.Images.Registries;

/// <summary>How a registry wants to be authenticated: the header <c>WWW-Authenticate</c>.</summary>
/// <param name="Scheme">The scheme in lower case: <c>basic</c> or <c>bearer</c>.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Parses the value of the header: a scheme, then <c>name="value"</c> separated by commas.</summary>
    public static AuthenticationChallenge Parse(string scheme, string? parameters) =>
        new(scheme.ToLowerInvariant(), BearerChallenge.Parse(parameters ?? ""));
}
