using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Explanations;

/// <summary>Explains the ServiceAccount of a service, and the labels and annotations that the stack adds to its objects.</summary>
internal static class MetadataExplainer
{
    public static void Explain(DecisionLog log, ServicePlan service)
    {
        var account = service.Account;
        log.Add("serviceAccountName", account.Existing ?? service.Name, "rule: the service's name", "serviceAccount.existing");
        log.Add(
            "serviceAccount.token",
            account.HasToken ? "true" : "false",
            "rule: true with serviceAccount.rules",
            "serviceAccount.token",
            "serviceAccount.rules"
        );
        ExplainOfStack(log, "labels", service.System.Labels, service.Metadata.Labels(ServiceObject.Other));
        ExplainOfStack(log, "annotations", service.System.Annotations, service.Metadata.Annotations(ServiceObject.Other));
    }

    private static void ExplainOfStack(
        DecisionLog log,
        string setting,
        ImmutableSortedDictionary<string, string> ofStack,
        ImmutableSortedDictionary<string, string> ofService
    )
    {
        foreach (var (key, value) in ofStack.Where(entry => !ofService.ContainsKey(entry.Key)))
        {
            var path = SettingsPath.Root.Key(setting).Key(key);
            log.Add(new Explanation(path.ToString(), value, $"the stack's {setting}", DecisionLog.Format(log.FindPlace(setting, key))));
        }
    }
}
