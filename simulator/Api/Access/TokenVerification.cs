namespace Infra.Simulator.Api.Access;

/// <summary>Whether a token is valid.</summary>
/// <param name="User">The user; null if the token is not valid.</param>
/// <param name="Audiences">The audiences for which the token is valid.</param>
/// <param name="Error">Why it is not; null also if the token is of an unknown form.</param>
internal sealed record TokenVerification(UserInfo? User, IReadOnlyList<string> Audiences, string? Error)
{
    public static readonly TokenVerification Unknown = new(null, [], null);

    public static TokenVerification Accept(UserInfo user, IReadOnlyList<string> audiences) => new(user, audiences, null);

    public static TokenVerification Fail(string error) => new(null, [], error);
}
