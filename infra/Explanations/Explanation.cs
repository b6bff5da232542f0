namespace Infra.Backend.Explanations;

/// <summary>One decision about a service.</summary>
/// <param name="Setting">The path of the setting that would change it, or Kubernetes' name for it.</param>
/// <param name="Value">The resolved value.</param>
/// <param name="Reason">Where the value comes from: the setting itself, a default, a preset, or a rule with its formula.</param>
/// <param name="Place">The place of the setting it comes from, as <c>file:line</c>; empty if it comes from none.</param>
internal sealed record Explanation(string Setting, string Value, string Reason, string Place);
