namespace Infra.Engine.Deployments.Execution;

/// <summary>Formats the reasons why a resource is not ready, in Pulumi's form.</summary>
internal static class InitErrorText
{
    /// <summary>Formats the reasons as a list.</summary>
    public static string Format(IReadOnlyList<string> problems, bool isPreview) =>
        (isPreview ? "Preview failed: " : "")
        + (problems.Count == 1 ? "1 error occurred:" : $"{problems.Count} errors occurred:")
        + string.Concat(problems.Select(problem => $"\n\t* {problem}"));
}
