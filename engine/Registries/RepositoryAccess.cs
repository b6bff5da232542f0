namespace Infra.Engine.Registries;

/// <summary>What a request does with a repository, for which the token service issues a token.</summary>
/// <param name="Actions">The actions, such as <c>pull,push</c>.</param>
/// <param name="Source">The path of another repository that is read as well; null for none.</param>
internal sealed record RepositoryAccess(string Actions, string? Source = null)
{
    public static RepositoryAccess Read { get; } = new("pull");

    public static RepositoryAccess Write { get; } = new("pull,push");

    public static RepositoryAccess Delete { get; } = new("pull,delete");

    /// <summary>The scopes of the token, separated by spaces.</summary>
    public string Scopes(RepositoryName repository) =>
        $"repository:{repository.Path}:{Actions}{(Source is null ? "" : $" repository:{Source}:pull")}";
}
