using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks;

/// <summary>Labels, annotations and ServiceAccounts by Kubernetes' rules.</summary>
public class MetadataCheckTests
{
    [Theory]
    [InlineData("labels: {infra/owner: a}", "labels.infra/owner: the program sets the label 'infra/owner' itself", "write 'owner: <team>'")]
    [InlineData("labels: {app.kubernetes.io/name: a}", "labels[\"app.kubernetes.io/name\"]: the program sets", "the service's name")]
    [InlineData("labels: {app.kubernetes.io/version: a}", "labels[\"app.kubernetes.io/version\"]: the program sets", "the tag")]
    [InlineData("annotations: {infra/x: a}", "annotations.infra/x: the prefix 'infra/' belongs to the program", "a domain of your own")]
    [InlineData("labels: {kubernetes.io/x: a}", "labels[\"kubernetes.io/x\"]: Kubernetes reserves the key", "a domain of your own")]
    [InlineData("annotations: {k8s.io/x: a}", "annotations[\"k8s.io/x\"]: Kubernetes reserves the key", "a domain of your own")]
    [InlineData("labels: {x.node.kubernetes.io/y: a}", "labels[\"x.node.kubernetes.io/y\"]: Kubernetes reserves", "documents for users")]
    [InlineData("labels: {pod-template-hash: a}", "labels.pod-template-hash: Kubernetes reserves the key", "a domain of your own")]
    [InlineData(
        "annotations: {pod-security.kubernetes.io/enforce: baseline}",
        "annotations[\"pod-security.kubernetes.io/enforce\"]: Kubernetes reserves",
        "write 'podSecurity: baseline'"
    )]
    [InlineData("labels: {-a: b}", "labels.-a: '-a' is not a valid key of labels", "as in example.com/team")]
    [InlineData("labels: {a/b/c: d}", "labels.a/b/c: 'a/b/c' is not a valid key of labels", "as in example.com/team")]
    [InlineData(
        "labels: {Example.com/a: b}",
        "labels[\"Example.com/a\"]: 'Example.com/a' is not a valid key of labels",
        "example.com/team"
    )]
    [InlineData("annotations: {a b: c}", "annotations.a b: 'a b' is not a valid key of annotations", "as in example.com/team")]
    [InlineData("labels: {a: two words}", "labels.a: 'two words' is not a valid label value", "annotations may have any text")]
    [InlineData("labels: {a: 1.10}", "labels.a: 1.10 is not a string, a whole number or a boolean", "in quotes")]
    [InlineData("objects: {pod: {labels: {infra/x: a}}}", "objects.pod.labels.infra/x: the program sets the label", "another key")]
    [InlineData(
        "serviceAccount: {existing: other}, objects: {serviceAccount: {labels: {a: b}}}",
        "objects.serviceAccount: the existing account 'other' is not changed",
        "remove 'serviceAccount.existing'"
    )]
    [InlineData(
        "serviceAccount: {existing: other, annotations: {a: b}}",
        "serviceAccount.annotations: the existing account 'other' is not changed",
        "remove 'existing'"
    )]
    [InlineData("serviceAccount: {existing: Other}", "serviceAccount.existing: 'Other' is not a valid name", "lower-case")]
    [InlineData(
        "serviceAccount: {rules: [{apiGroups: [], resources: [pods], verbs: [get]}]}",
        "serviceAccount.rules[0].apiGroups: the list is empty",
        "for the core group"
    )]
    [InlineData(
        "serviceAccount: {rules: [{resources: [pods], verbs: [get]}]}",
        "serviceAccount.rules[0].apiGroups: this setting is missing",
        "apiGroups"
    )]
    [InlineData(
        "serviceAccount: {rules: [{apiGroups: [\"\"], resources: [ConfigMap], verbs: [get]}]}",
        "serviceAccount.rules[0].resources[0]: 'ConfigMap' is not a resource",
        "write configmap, in the plural"
    )]
    [InlineData(
        "serviceAccount: {rules: [{apiGroups: [\"\"], resources: [/healthz], verbs: [get]}]}",
        "serviceAccount.rules[0].resources[0]: '/healthz' is a path",
        "in the plural"
    )]
    public void AnInvalidSetting_IsRejectedWithItsCure(string settings, string expected, string cure)
    {
        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(settings)).Errors).ToString();

        Assert.Contains($"services.s.{expected}", error, StringComparison.Ordinal);
        Assert.Contains(cure, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("annotations", "cluster-autoscaler.kubernetes.io/safe-to-evict")]
    [InlineData("annotations", "service.beta.kubernetes.io/aws-load-balancer-type")]
    [InlineData("annotations", "service.kubernetes.io/topology-mode")]
    [InlineData("annotations", "controller.kubernetes.io/pod-deletion-cost")]
    [InlineData("annotations", "kubectl.kubernetes.io/default-container")]
    [InlineData("annotations", "kubernetes.io/description")]
    [InlineData("annotations", "nginx.ingress.kubernetes.io/rewrite-target")]
    [InlineData("annotations", "external-dns.alpha.kubernetes.io/ttl")]
    [InlineData("annotations", "prometheus.io/scrape")]
    [InlineData("annotations", "linkerd.io/inject")]
    [InlineData("annotations", "eks.amazonaws.com/role-arn")]
    [InlineData("annotations", "Example.com/Upper")]
    [InlineData("annotations", "app.kubernetes.io/name")]
    [InlineData("labels", "app.kubernetes.io/created-by")]
    [InlineData("labels", "kueue.x-k8s.io/queue-name")]
    [InlineData("labels", "azure.workload.identity/use")]
    [InlineData("labels", "k8s-app")]
    public void AKeyThatUsersSet_IsAccepted(string setting, string key) => Assert.Empty(Load($"{setting}: {{{key}: true}}").Warnings);

    [Fact]
    public void Annotations_ThatAreTooLargeTogether_AreRejected()
    {
        var half = new string('a', 131 * 1024);

        var error = Assert.Single(
            Assert
                .Throws<InvalidSettingsException>(() =>
                    Load($"annotations: {{a: {half}}}, objects: {{pod: {{annotations: {{b: {half}}}}}}}")
                )
                .Errors
        );

        Assert.Contains("the annotations of an object would have 268,290 bytes", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Load($"annotations: {{a: {half}}}").Warnings);
    }

    [Fact]
    public void LabelsOfTheStack_FollowTheSameRules() =>
        Assert.Contains(
            "labels[\"kubernetes.io/x\"]: Kubernetes reserves",
            Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load("", "labels: {kubernetes.io/x: a}")).Errors).ToString(),
            StringComparison.Ordinal
        );

    [Fact]
    public void ObjectsService_WithoutAPort_IsRejected() =>
        Assert.Contains(
            "services.s.objects.service: without a port it has no Service",
            Assert
                .Single(
                    Assert
                        .Throws<InvalidSettingsException>(() =>
                            LoadService("image: a:1, kind: worker, objects: {service: {labels: {a: b}}}", "")
                        )
                        .Errors
                )
                .ToString(),
            StringComparison.Ordinal
        );

    [Fact]
    public void PullSecretsOfTheAccount_ExcludeThoseOfTheStack() =>
        Assert.Contains(
            "services.s.serviceAccount.pullSecrets: Kubernetes ignores them",
            Assert
                .Single(
                    Assert
                        .Throws<InvalidSettingsException>(() => Load("serviceAccount: {pullSecrets: [a]}", "images: {pullSecrets: [b]}"))
                        .Errors
                )
                .ToString(),
            StringComparison.Ordinal
        );

    [Fact]
    public void ARoleOfAService_MustNotHaveTheNameOfTheDeployersRole()
    {
        const string rules = "serviceAccount: {rules: [{apiGroups: [\"\"], resources: [pods], verbs: [get]}]}";

        var errors = Assert
            .Throws<InvalidSettingsException>(() =>
                SettingsLoader.Load(
                    StackSources.Simulated(
                        $"name: shop\nsizes: {{small: {{}}}}\naccess: {{deployers: [team]}}\nservices: {{deployer: {{image: a:1, port: 8080, {rules}}}}}",
                        ""
                    )
                )
            )
            .Errors;

        Assert.Contains(errors, error => error.ToString().Contains("its Role would be named 'deployer'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("objects: {route: {annotations: {a: b}}}", "services.s.objects.route: it has no route in this stack")]
    [InlineData(
        "serviceAccount: {token: false, rules: [{apiGroups: [\"\"], resources: [pods], verbs: [get]}]}",
        "services.s.serviceAccount.token: without a token"
    )]
    [InlineData(
        "serviceAccount: {rules: [{apiGroups: [\"\"], resources: [pods], resourceNames: [a], verbs: [create]}]}",
        "services.s.serviceAccount.rules[0].resourceNames: the verb 'create' cannot be limited to names"
    )]
    public void ASettingWithoutEffect_CausesAWarning(string settings, string expected) =>
        Assert.Contains(expected, Assert.Single(Load(settings).Warnings).ToString(), StringComparison.Ordinal);

    private static LoadedSettings Load(string settings, string stack = "") => LoadService($"image: a:1, port: 8080, {settings}", stack);

    private static LoadedSettings LoadService(string service, string stack) =>
        SettingsLoader.Load(
            StackSources.Simulated(
                $"name: shop\n{stack}\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}}}}}\nservices: {{s: {{{service}}}}}",
                ""
            )
        );
}
