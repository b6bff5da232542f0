using YamlDotNet.Core;

namespace Infra.Yaml;

/// <summary>
/// A text has a form that is not accepted: tags, deep nesting, many aliases, tabs as indentation, or invisible characters.
/// </summary>
public sealed class YamlLimitException(Mark start, Mark end, string problem, string cure) : YamlException(start, end, $"{problem}; {cure}")
{
    /// <summary>What is wrong.</summary>
    public string Problem { get; } = problem;

    /// <summary>How to mend it.</summary>
    public string Cure { get; } = cure;
}
