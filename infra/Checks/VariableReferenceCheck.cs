using Infra.Backend.Planning;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks the references <c>$(NAME)</c> in values: Kubernetes leaves a reference to an unknown variable, and every reference in a Secret,
/// as text.
/// </summary>
internal sealed class VariableReferenceCheck : ISettingsCheck
{
    /// <summary>The variables with the address of the API server, which every container has.</summary>
    private const string Kubernetes = "KUBERNETES_";

    public void Check(SettingsReview review)
    {
        foreach (var variables in ReviewedVariables.Find(review))
        {
            var known = new Lazy<HashSet<string>>(() => GetKnown(variables));
            foreach (var (name, variable) in variables.Own)
            {
                CheckReferences(variables, variables.At.Key(name), variable, known);
            }

            WarnAboutCommands(variables, known);
            CheckCycle(variables);
        }
    }

    private static void CheckReferences(
        ReviewedVariables variables,
        SettingsPath at,
        EnvironmentSettings variable,
        Lazy<HashSet<string>> known
    )
    {
        if (variable.Value is not { } value || VariableText.Parse(value.Value) is not { HasReferences: true } text)
        {
            return;
        }

        if (variable.IsStoredSecret)
        {
            variables.Service.Reject(
                at,
                "a reference in a secret value would stay text, because Kubernetes does not expand Secrets",
                "store only the secret part, and refer to that variable from a plain value; write '$$(' for the text '$('"
            );
            return;
        }

        foreach (var reference in text.References)
        {
            CheckReference(variables, at, reference, known.Value);
        }
    }

    /// <summary>
    /// The kubelet expands references in commands and arguments, too. In the script of a shell an unknown one is a command of the shell,
    /// unless it looks like a variable.
    /// </summary>
    private static void WarnAboutCommands(ReviewedVariables variables, Lazy<HashSet<string>> known)
    {
        var isScript = variables.Commands.Any(part => part.Text == "-c");
        foreach (var (at, text) in variables.Commands.Where(part => part.Text.Contains("$(", StringComparison.Ordinal)))
        {
            foreach (var reference in VariableText.Parse(text).References.Where(name => IsVariable(name, isScript)))
            {
                var isKnown =
                    known.Value.Contains(reference)
                    || reference.StartsWith(Kubernetes, StringComparison.Ordinal)
                    || variables.Sources.Any(source => IsStart(source.Prefix, reference));
                if (!isKnown)
                {
                    variables.Service.Review.Warn(
                        at,
                        $"there is no variable '{reference}', so the text '$({reference})' stays",
                        $"{Suggestion.For(reference, known.Value)}; write '$$({reference})' for the text".TrimStart(';', ' ')
                    );
                }
            }
        }
    }

    private static bool IsVariable(string name, bool isScript) =>
        name.Length > 0
        && !char.IsAsciiDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
        && !(isScript && name.Any(char.IsAsciiLetterLower));

    private static HashSet<string> GetKnown(ReviewedVariables variables) =>
        variables
            .Visible.Select(variable => variable.Key)
            .Concat(GetAddresses(variables.Service))
            .Concat(StoreExpansion.GetVariables(variables.Service.Review.Settings, variables.Service.Settings))
            .ToHashSet(StringComparer.Ordinal);

    private static void CheckReference(ReviewedVariables variables, SettingsPath at, string reference, HashSet<string> known)
    {
        if (known.Contains(reference) || reference.StartsWith(Kubernetes, StringComparison.Ordinal))
        {
            if (variables.Visible.FirstOrDefault(variable => variable.Key == reference).Value is { Optional: true })
            {
                variables.Service.Review.Warn(
                    at,
                    $"'{reference}' is optional, and without it the text '$({reference})' stays in the value",
                    $"remove 'optional' from '{reference}', or let the program read both variables"
                );
            }
        }
        else if (variables.Sources.FirstOrDefault(source => IsStart(source.Prefix, reference)) is { } source)
        {
            variables.Service.Review.Warn(
                at,
                $"'{reference}' can only be a key of '{source.Secret ?? source.ConfigMap}', and without it the text '$({reference})' stays in the value",
                $"declare it, so that the container waits for it: '{reference}: {{{Describe(source, reference)}}}'"
            );
        }
        else
        {
            variables.Service.Reject(
                at,
                $"there is no variable '{reference}'",
                $"{Suggestion.For(reference, known)}; write '$$({reference})' for the text '$({reference})'".TrimStart(';', ' '),
                variables.At,
                variables.Service.At("env"),
                variables.Service.At("calls"),
                variables.Service.At("uses")
            );
        }
    }

    private static void CheckCycle(ReviewedVariables variables)
    {
        var cycle = VariableOrder.FindCycle(
            variables
                .Visible.Where(variable => variable.Value is { Value: not null, IsStoredSecret: false })
                .Select(variable => new EnvironmentVariable(variable.Key, EnvironmentPlanner.CreateSource(variable.Value)))
        );
        if (cycle.FirstOrDefault(variables.Own.ContainsKey) is { } name)
        {
            var start = cycle.IndexOf(name);
            var path = string.Join(" -> ", cycle[start..].AddRange(cycle[..start]).Add(name).Select(step => $"$({step})"));
            variables.Service.Reject(
                variables.At.Key(name),
                cycle.Length == 1 ? "the variable refers to itself" : $"the variables refer to each other: {path}",
                "write one of them without a reference"
            );
        }
    }

    /// <summary>The variables with the addresses of called services.</summary>
    private static IEnumerable<string> GetAddresses(ServiceUnderReview service) =>
        service
            .Settings.Calls.GroupBy(call => call.Service, StringComparer.Ordinal)
            .SelectMany(calls =>
                DependencyCheck.GetVariables(service.Review.Settings, [.. calls]).Prepend(CallPlanner.GetVariable(calls.Key))
            );

    private static bool IsStart(string? prefix, string name) => name.StartsWith(prefix ?? "", StringComparison.Ordinal);

    private static string Describe(EnvironmentSourceSettings source, string reference)
    {
        var key = reference[(source.Prefix?.Length ?? 0)..];
        return source.Secret is { } secret ? $"secret: {secret}, key: {key}" : $"configMap: {source.ConfigMap}, key: {key}";
    }
}
