namespace Infra.Engine.Projects.Yaml;

/// <summary>A scalar as it is written in a file, e.g. <c>1.10</c> or <c>'0x1F'</c>, which its value does not tell.</summary>
internal sealed record SourceScalar(string Text);
