using System.Text;
using Infra.Backend.Planning;
using Infra.Backend.Settings;

namespace Infra.Tests.Stores.Servers;

/// <summary>The environment that Kubernetes gives a container for planned variables.</summary>
internal static class KubernetesEnvironment
{
    /// <summary>Resolves variables: first the entries of the ConfigMap, then <c>env</c> in its order.</summary>
    public static IReadOnlyDictionary<string, string> Resolve(
        IReadOnlyDictionary<string, EnvironmentSettings> variables,
        SecretsOfTest secrets
    )
    {
        var environment = variables
            .Where(variable => EnvironmentPlanner.IsConfigMapEntry(variable.Value))
            .ToDictionary(variable => variable.Key, variable => VariableText.Parse(variable.Value.Value!.Value.Value).Literal);
        var entries = variables
            .Where(variable => !environment.ContainsKey(variable.Key))
            .Select(variable => new EnvironmentVariable(variable.Key, EnvironmentPlanner.CreateSource(variable.Value)));
        foreach (var (name, source) in VariableOrder.Sort(entries))
        {
            environment[name] = source switch
            {
                SecretKey secret => secrets.Read(secret.Secret, secret.Key),
                WrittenText text => Expand(text.Text.ToString(), environment),
                _ => throw new InvalidOperationException($"{name} has another source: {source}"),
            };
        }

        return environment;
    }

    /// <summary>
    /// Kubernetes' rule: <c>$(NAME)</c> is the value of an earlier variable, or stays if there is none; <c>$$</c> is a dollar sign; other
    /// dollar signs are text.
    /// </summary>
    public static string Expand(string text, IReadOnlyDictionary<string, string> earlier)
    {
        var expanded = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '$' || at + 1 == text.Length)
            {
                expanded.Append(text[at]);
            }
            else if (text[at + 1] == '$')
            {
                expanded.Append('$');
                at++;
            }
            else if (text[at + 1] == '(' && text.IndexOf(')', at) is var end and > 0)
            {
                var name = text[(at + 2)..end];
                expanded.Append(earlier.TryGetValue(name, out var value) ? value : $"$({name})");
                at = end;
            }
            else
            {
                expanded.Append('$');
            }
        }

        return expanded.ToString();
    }
}
