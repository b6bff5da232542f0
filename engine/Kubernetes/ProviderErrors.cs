using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes;

/// <summary>Describes errors of operations on objects, with a cure.</summary>
internal static class ProviderErrors
{
    private const int ShortestSecret = 4;

    /// <summary>True for the exceptions that operations on a cluster can throw.</summary>
    public static bool IsExpected(Exception e) =>
        e is KubernetesApiException or ClusterUnreachableException or NoSuchTypeException or KubeconfigException or TimeoutException;

    /// <summary>True if the cluster does not answer or does not accept the credentials.</summary>
    public static bool MeansUnreachable(Exception e) =>
        e is ClusterUnreachableException or KubeconfigException or KubernetesApiException { IsUnauthorized: true };

    /// <summary>
    /// True if a request may have had its effect although it failed: the answer was lost, or the server failed after the write.
    /// </summary>
    public static bool MayHaveEffect(Exception e) =>
        e switch
        {
            KubernetesApiException api => api.IsServerError,
            ClusterUnreachableException unreachable => unreachable.MayHaveEffect,
            _ => false,
        };

    /// <summary>Creates the exception to show to the user.</summary>
    /// <param name="e">The exception that the operation threw.</param>
    /// <param name="subject">The operation, e.g. <c>reading ConfigMap shop/settings</c>.</param>
    /// <param name="secrets">The properties whose secrets are redacted.</param>
    /// <param name="origin">The context and kubeconfig in use.</param>
    /// <param name="hasEffect">True where the operation had an effect before it failed.</param>
    public static ResourceProviderException Explain(
        Exception e,
        string subject,
        PropertyMap secrets,
        string? origin,
        bool hasEffect = false
    )
    {
        var message = e switch
        {
            KubernetesApiException api => $"{subject}: {Describe(api, origin)}",
            TimeoutException => e.Message,
            _ => $"{subject}: {e.Message}",
        };
        return new ResourceProviderException(Redact(message, secrets), e) { IsOutcomeUnknown = hasEffect || MayHaveEffect(e) };
    }

    /// <summary>Redacts all secrets of the properties in several texts.</summary>
    public static IReadOnlyList<string> RedactAll(IEnumerable<string> texts, PropertyMap properties) =>
        [.. texts.Select(text => Redact(text, properties))];

    /// <summary>Redacts all secrets of the properties in a text.</summary>
    public static string Redact(string text, PropertyMap properties)
    {
        if (!properties.ContainsSecrets())
        {
            return text;
        }

        // JSON errors of the API server quote the bytes around the error.
        var quote = text.IndexOf("error found in #", StringComparison.Ordinal);
        if (quote >= 0)
        {
            text = text[..quote] + "[the rest is omitted because it may contain a secret]";
        }

        return new SecretMask(Secrets(new PropertyObject(properties), isSecret: false), ShortestSecret).Apply(text);
    }

    private static string Describe(KubernetesApiException e, string? origin)
    {
        if (e.IsUnauthorized)
        {
            return $"the cluster does not accept the credentials of {origin}: log in again, or renew the token in the kubeconfig";
        }

        if (e.IsForbidden && e.Reason == "Forbidden")
        {
            return $"{e.Message}\nEither the user lacks a Role that allows it, or a policy of the cluster forbids it.";
        }

        if (e.IsAlreadyExists)
        {
            return $"{e.Message}\nTo manage the existing object, import it (the resource option importId, or `pulumi import`), or set upsertExistingObjects on "
                + "the provider. If it is this program's own under another resource name, give the resource an alias.";
        }

        var conflicts = e.Causes.Where(c => c.Reason == "FieldManagerConflict").ToList();
        if (conflicts.Count > 0)
        {
            return DescribeConflicts(conflicts);
        }

        if (e.IsConflict)
        {
            return $"{e.Message}\nThe object changed while it was being updated: run `infra up` again.";
        }

        return e.IsNotFound && !e.IsNamespaceNotFound
            ? $"{e.Message}\nIf it was deleted by other means, remove it from the state with `pulumi refresh` on the same backend."
            : e.Message;
    }

    private static string DescribeConflicts(List<StatusCause> conflicts)
    {
        var text = new StringBuilder("other managers own fields that the program sets to other values:");
        foreach (var conflict in conflicts)
        {
            var owner = conflict.Message.StartsWith("conflict with ", StringComparison.Ordinal)
                ? conflict.Message["conflict with ".Length..]
                : conflict.Message;
            text.Append("\n  ").Append(conflict.Field).Append(" belongs to ").Append(owner);
        }

        return text.Append("\nEither leave them to their owner (take the field out of the program, or put it into ignoreChanges), ")
            .Append($"or take them over with the annotation {Annotations.PatchForce}: \"true\".")
            .ToString();
    }

    private static IEnumerable<string> Secrets(PropertyValue value, bool isSecret) =>
        value switch
        {
            PropertySecret secret => Secrets(secret.Value, true),
            PropertyObject map => map.Properties.Values.SelectMany(v => Secrets(v, isSecret)),
            PropertyArray list => list.Elements.SelectMany(v => Secrets(v, isSecret)),
            PropertyString { Value.Length: > 0 } text when isSecret => [text.Value, .. Decoded(text.Value)],
            _ => [],
        };

    private static string[] Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? [Encoding.UTF8.GetString(bytes, 0, length)] : [];
    }
}
