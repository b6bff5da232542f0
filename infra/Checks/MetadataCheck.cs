using System.Globalization;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;
using Names = Infra.Kubernetes.ObjectNames;

namespace Infra.Backend.Checks;

/// <summary>Checks that labels and annotations are valid in Kubernetes, not reserved, and on objects that exist.</summary>
internal sealed class MetadataCheck : ISettingsCheck
{
    /// <summary>The bytes kept for the annotations that this program and the engine add.</summary>
    private const int OwnAnnotations = 1024;

    /// <summary>The settings to use instead of a reserved key, by the key's prefix.</summary>
    private static readonly (string Prefix, string Cure)[] Instead =
    [
        ("pod-security.kubernetes.io", "write 'podSecurity: baseline' for the stack"),
        ("container.apparmor.security.beta.kubernetes.io", "write 'security: {appArmor: localhost/<profile>}'"),
        ("seccomp.security.alpha.kubernetes.io", "write 'security: {seccomp: localhost/<file>}'"),
        ("container.seccomp.security.alpha.kubernetes.io", "write 'security: {seccomp: localhost/<file>}'"),
        ("topology.kubernetes.io", "write 'placement: {zones: required}', or the labels of a node pool"),
        ("node.kubernetes.io", "write the labels of nodes in the stack's 'pools'"),
        ("service.kubernetes.io", "remove it"),
    ];

    public void Check(SettingsReview review)
    {
        CheckLabels(review, SettingsPath.Root.Key("labels"), review.Settings.Labels);
        CheckAnnotations(review, SettingsPath.Root.Key("annotations"), review.Settings.Annotations);
        foreach (var service in review.Services())
        {
            CheckLabels(review, service.At("labels"), service.Settings.Labels);
            CheckAnnotations(review, service.At("annotations"), service.Settings.Annotations);
            CheckAnnotations(review, service.At("serviceAccount", "annotations"), service.Settings.ServiceAccount.Annotations);
            foreach (var (kind, metadata) in Kinds(service.Settings.Objects))
            {
                CheckLabels(review, service.At("objects", kind, "labels"), metadata.Labels);
                CheckAnnotations(review, service.At("objects", kind, "annotations"), metadata.Annotations);
            }

            foreach (var (name, additional) in service.Settings.Traffic.Services)
            {
                CheckLabels(review, service.At("traffic", "services", name, "labels"), additional.Labels);
                CheckAnnotations(review, service.At("traffic", "services", name, "annotations"), additional.Annotations);
            }

            CheckExistence(service);
            CheckSize(service);
        }
    }

    private static (string Key, MetadataSettings Metadata)[] Kinds(ServiceObjectSettings objects) =>
        [
            ("pod", objects.Pod),
            ("workload", objects.Workload),
            ("service", objects.Service),
            ("serviceAccount", objects.ServiceAccount),
            ("route", objects.Route),
        ];

    private static void CheckLabels(SettingsReview review, SettingsPath labels, IReadOnlyDictionary<string, Text> settings)
    {
        foreach (var (key, value) in settings)
        {
            var at = labels.Key(key);
            if (ServiceLabels.IsOwn(key))
            {
                review.Reject(at, $"the program sets the label '{key}' itself, and selects pods by such labels", OwnCure(key));
            }
            else
            {
                CheckKey(review, at, key, value, "label", Names.IsLabelKey(key));
            }

            if (!value.IsSecret && !Names.IsLabelValue(value.Value))
            {
                review.Reject(
                    at,
                    $"'{value}' is not a valid label value",
                    "use at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends; annotations may have any text"
                );
            }
        }
    }

    private static void CheckAnnotations(SettingsReview review, SettingsPath annotations, IReadOnlyDictionary<string, Text> settings)
    {
        foreach (var (key, value) in settings)
        {
            var at = annotations.Key(key);
            if (key.StartsWith(ServiceLabels.OwnPrefix, StringComparison.Ordinal))
            {
                review.Reject(at, $"the prefix '{ServiceLabels.OwnPrefix}' belongs to the program", "use a domain of your own as prefix");
            }
            else
            {
                // The API server ignores the case of an annotation's key, but not that of a label's.
                CheckKey(review, at, key, value, "annotation", Names.IsLabelKey(key.ToLowerInvariant()));
            }
        }
    }

    private static void CheckKey(SettingsReview review, SettingsPath at, string key, Text value, string what, bool isValid)
    {
        if (!isValid)
        {
            review.Reject(
                at,
                $"'{key}' is not a valid key of {what}s",
                "use at most 63 letters, digits, '-', '_' and '.', optionally after a domain and '/', as in example.com/team"
            );
        }
        else if (ReservedKeys.Contains(key))
        {
            var prefix = key.Split('/')[0];
            var instead = Array.Find(Instead, entry => entry.Prefix == prefix).Cure;
            review.Reject(
                at,
                $"Kubernetes reserves the key '{key}' for itself",
                instead ?? "use a domain of your own as prefix, or one of the keys that Kubernetes documents for users"
            );
        }

        if (value.IsSecret)
        {
            review.Reject(
                at,
                $"the value is secret, but anyone who may read the object can read its {what}s",
                "keep it in 'env' or 'files'"
            );
        }
    }

    private static string OwnCure(string key) =>
        key switch
        {
            "app.kubernetes.io/version" => "remove it: the tag of the image is its value",
            "app.kubernetes.io/part-of" or "app.kubernetes.io/instance" => "remove it, or change the stack's 'name'",
            "app.kubernetes.io/name" => "remove it: the service's name is its value",
            "infra/owner" => "write 'owner: <team>'",
            _ => "remove it, or use another key",
        };

    private static void CheckExistence(ServiceUnderReview service)
    {
        var (objects, settings) = (service.Settings.Objects, service.Settings);
        if (IsSet(objects.Service) && !settings.HasPorts)
        {
            service.Reject(
                service.At("objects", "service"),
                "without a port it has no Service that its callers use",
                "remove it, or write 'annotations' for all objects",
                service.At("port")
            );
        }

        if (IsSet(objects.ServiceAccount) && settings.ServiceAccount.Existing is { } existing)
        {
            service.Reject(
                service.At("objects", "serviceAccount"),
                $"the existing account '{existing}' is not changed",
                "remove it, or remove 'serviceAccount.existing'"
            );
        }

        if (IsSet(objects.Route) && !HasRoute(service))
        {
            service.Review.Warn(
                service.At("objects", "route"),
                "it has no route in this stack: only some load balancers have one, for services with hosts",
                "write 'traffic: {hosts: [...]}' and 'loadBalancing: {backend: gatewayApi}' or 'ingress', or remove it"
            );
        }
    }

    private static bool HasRoute(ServiceUnderReview service) =>
        service.Review.Settings.LoadBalancing is { Backend: LoadBalancer.GatewayApi or LoadBalancer.Ingress } balancing
        && (LoadBalancingPlanner.Routes(balancing, service.Settings) || LoadBalancingPlanner.IsDefaultBackend(balancing, service.Name));

    private static bool IsSet(MetadataSettings metadata) => metadata.Labels.Count > 0 || metadata.Annotations.Count > 0;

    private static void CheckSize(ServiceUnderReview service)
    {
        var metadata = ServiceMetadata.Create(service.Settings);
        var ofStack = ServiceMetadata.Merge(service.Review.Settings.Annotations);
        foreach (var kind in Enum.GetValues<ServiceObject>())
        {
            var size = Names.AnnotationsSize(ofStack.SetItems(metadata.Annotations(kind)));
            if (size > Names.MaxAnnotationBytes - OwnAnnotations)
            {
                var text = size.ToString("N0", CultureInfo.InvariantCulture);
                service.Reject(
                    service.At("annotations"),
                    $"the annotations of an object would have {text} bytes, and {Names.MaxAnnotationBytes - OwnAnnotations} are allowed",
                    "move long texts to 'files'"
                );
                return;
            }
        }
    }
}
