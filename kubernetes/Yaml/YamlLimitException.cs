using YamlDotNet.Core;

namespace Infra.Kubernetes.Yaml;

/// <summary>A text has a form that is not read: tags, too many levels or aliases, tabs as indentation, invisible characters.</summary>
public sealed class YamlLimitException(Mark start, Mark end, string problem, string cure) : YamlException(start, end, $"{problem}; {cure}")
{
    /// <summary>What is wrong.</summary>
    public string Problem { get; } = problem;

    /// <summary>What to do about it.</summary>
    public string Cure { get; } = cure;
}
