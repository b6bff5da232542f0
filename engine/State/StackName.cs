using Infra.Engine.Errors;

namespace Infra.Engine.State;

/// <summary>A stack by its project and its own name.</summary>
/// <param name="Project">The project.</param>
/// <param name="Name">The stack's own name.</param>
public readonly record struct StackName(string Project, string Name)
{
    private const int MaxLength = 100;

    /// <summary>The name with the one organization a file backend has: <c>organization/project/stack</c>.</summary>
    public string Full => $"organization/{Project}/{Name}";

    /// <summary>Reads <c>stack</c>, <c>project/stack</c> or <c>organization/project/stack</c>.</summary>
    /// <exception cref="InvalidOperationRequestException">The text is no stack's name, or one of another project.</exception>
    public static StackName Parse(string text, string project)
    {
        var (owner, name) = Split(text, project)
            ?? throw new InvalidOperationRequestException($"'{text}' is no stack's name: write `stack` or `organization/{project}/stack`");
        return owner == project
            ? Named(owner, name)
            : throw new InvalidOperationRequestException($"the stack '{text}' belongs to another project than '{project}': name a stack of this one");
    }

    /// <summary>Reads <c>stack</c>, <c>project/stack</c> or <c>organization/project/stack</c>, of whichever project.</summary>
    /// <param name="text">The text.</param>
    /// <param name="project">The project of a stack that names none.</param>
    /// <exception cref="InvalidOperationRequestException">The text is no stack's name.</exception>
    internal static StackName ParseReference(string text, string project)
    {
        var (owner, name) = Split(text, project)
            ?? throw new InvalidOperationRequestException("write `stack`, `project/stack` or `organization/project/stack`");
        return Named(owner, name);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static (string Project, string Name)? Split(string text, string project) => text.Split('/') switch
    {
        [var name] => (project, name),
        [var owner, var name] => (owner, name),
        ["organization", var owner, var name] => (owner, name),
        _ => null,
    };

    private static StackName Named(string project, string name)
    {
        var wrong = name.AsSpan().IndexOfAnyExcept(Allowed);
        return name.Length is 0 or > MaxLength
            ? throw new InvalidOperationRequestException($"a stack's name has 1 to {MaxLength} characters")
            : wrong >= 0
            ? throw new InvalidOperationRequestException(
                $"a stack name may only contain alphanumeric, hyphens, underscores, or periods: invalid character '{name[wrong]}' at position {wrong}")
            : new StackName(project, name);
    }

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
}
