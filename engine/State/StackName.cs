using Infra.Engine.Errors;

namespace Infra.Engine.State;

/// <summary>The name of a stack.</summary>
/// <param name="Project">The name of the stack's project.</param>
/// <param name="Name">The name within the project.</param>
public readonly record struct StackName(string Project, string Name)
{
    private const int MaxLength = 100;

    /// <summary>
    /// The full name, <c>organization/project/stack</c>. The file backend has one organization, named <c>organization</c>.
    /// </summary>
    public string Full => $"organization/{Project}/{Name}";

    /// <summary>Parses <c>stack</c>, <c>project/stack</c> or <c>organization/project/stack</c>.</summary>
    /// <exception cref="InvalidOperationRequestException">The text is not a stack name, or names a stack of another project.</exception>
    public static StackName Parse(string text, string project)
    {
        var (owner, name) = Split(text, project)
            ?? throw new InvalidOperationRequestException($"'{text}' is not a stack name: write `stack` or `organization/{project}/stack`");
        return owner == project
            ? Create(owner, name)
            : throw new InvalidOperationRequestException(
                $"the stack '{text}' is not one of the project '{project}': name a stack of this project"
            );
    }

    /// <summary>Parses <c>stack</c>, <c>project/stack</c> or <c>organization/project/stack</c> of any project.</summary>
    /// <param name="text">One of these forms.</param>
    /// <param name="project">The project of a name without one.</param>
    /// <exception cref="InvalidOperationRequestException">The text is not a stack name.</exception>
    internal static StackName ParseReference(string text, string project)
    {
        var (owner, name) = Split(text, project)
            ?? throw new InvalidOperationRequestException("write `stack`, `project/stack` or `organization/project/stack`");
        return IsFolder(owner)
            ? throw new InvalidOperationRequestException($"'{owner}' is not the name of a project")
            : Create(owner, name);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static (string Project, string Name)? Split(string text, string project) =>
        text.Split('/') switch
        {
            [var name] => (project, name),
            [var owner, var name] => (owner, name),
            ["organization", var owner, var name] => (owner, name),
            _ => null,
        };

    private static StackName Create(string project, string name)
    {
        var wrong = name.AsSpan().IndexOfAnyExcept(Allowed);
        return name.Length is 0 or > MaxLength ? throw new InvalidOperationRequestException($"a stack name has 1 to {MaxLength} characters")
            : IsFolder(name)
                ? throw new InvalidOperationRequestException(
                    $"'{name}' is not a stack name: use letters, digits, hyphens, underscores or periods"
                )
            : wrong >= 0
                ? throw new InvalidOperationRequestException(
                    $"a stack name may only contain alphanumeric, hyphens, underscores, or periods: invalid character '{name[wrong]}' at position {wrong}"
                )
            : new StackName(project, name);
    }

    // The names of the folder itself and of the one above.
    private static bool IsFolder(string name) => name is "." or "..";

    private static readonly System.Buffers.SearchValues<char> Allowed = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
    );
}
