using Infra.Monitoring.Rules;

namespace Infra.Tests.Monitoring;

/// <summary>Series that make an alert fire, and series that must not.</summary>
/// <param name="Alert">The alert's name.</param>
/// <param name="Severity">Which of those of that name.</param>
/// <param name="Fires">As promtool takes them: a selector, '|', and values a minute apart.</param>
/// <param name="Quiet">Likewise.</param>
/// <param name="Minutes">How long the expression needs before it can be true.</param>
internal sealed record AlertExample(string Alert, Severity Severity, string[] Fires, string[] Quiet, int Minutes = 0);
