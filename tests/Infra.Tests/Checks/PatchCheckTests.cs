using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks;

/// <summary>Patches are checked against the schema before anything runs.</summary>
public class PatchCheckTests
{
    [Theory]
    [InlineData(
        "{kind: Deploiment, merge: {}}",
        "[0].kind: the service has no object of the kind 'Deploiment'",
        "it has: Deployment, NetworkPolicy"
    )]
    [InlineData("{kind: StatefulSet, merge: {}}", "[0].kind: the service has no object of the kind 'StatefulSet'", "ServiceAccount")]
    [InlineData("{kind: Service, name: wep, merge: {}}", "[0].name: the service has no Service 'wep'", "did you mean 'web'?")]
    [InlineData("{kind: Service}", "[0]: it says no change", "write 'merge: {spec: …}'")]
    [InlineData("{kind: Service, merge: {}, json: [{op: remove, path: /spec/type}]}", "[0]: it has both 'merge' and 'json'", "two patches")]
    [InlineData("{kind: Service, merge: [a]}", "[0].merge: a mapping is expected here", "merge: {spec: …}")]
    [InlineData(
        "{kind: Deployment, merge: {spec: {template: {spec: {contianers: []}}}}}",
        "[0].merge.spec.template.spec.contianers: there is no such field",
        "did you mean 'containers'?"
    )]
    [InlineData(
        "{kind: Deployment, merge: {spec: {minReadySeconds: \"5\"}}}",
        "[0].merge.spec.minReadySeconds: '5' is not a whole number",
        "write it without quotes"
    )]
    [InlineData(
        "{kind: Deployment, merge: {spec: {template: {spec: {containers: [{image: a:1}]}}}}}",
        "[0].merge.spec.template.spec.containers[0]: without 'name' it is unknown which item of the list it changes",
        "$patch: replace"
    )]
    [InlineData(
        "{kind: Service, merge: {spec: {$patch: remove}}}",
        "[0].merge.spec.$patch: this directive is unknown",
        "merge, replace or delete"
    )]
    [InlineData("{kind: Service, merge: {spec: {$retain: []}}}", "[0].merge.spec.$retain: there is no such directive", "$retainKeys")]
    [InlineData(
        "{kind: Service, merge: {metadata: {name: x}}}",
        "[0].merge.metadata.name: a patch cannot change metadata.name",
        "write a manifest"
    )]
    [InlineData(
        "{kind: Service, merge: {spec: {selector: {a: b}}}}",
        "[0].merge.spec.selector: a patch cannot change spec.selector",
        "manifest"
    )]
    [InlineData(
        "{kind: Service, json: [{op: replace, path: spec.type, value: a}]}",
        "[0].json[0].path: 'spec.type' is not a JSON pointer",
        "/spec/type"
    )]
    [InlineData(
        "{kind: Service, json: [{op: replace, path: /spec/typ, value: a}]}",
        "[0].json[0].path: there is no field 'typ' in /spec",
        "did you mean 'type'?"
    )]
    [InlineData(
        "{kind: Service, json: [{op: replace, path: /spec/ports/http/port, value: 1}]}",
        "[0].json[0].path: /spec/ports is a list",
        "a number from 0"
    )]
    [InlineData(
        "{kind: Service, json: [{op: add, path: /spec/type/a, value: 1}]}",
        "[0].json[0].path: /spec/type is a single value",
        "shorten"
    )]
    [InlineData("{kind: Service, json: [{op: add, path: /spec/type, value: 1}]}", "[0].json[0].value: 1 is not a string", "in quotes")]
    [InlineData("{kind: Service, json: [{op: add, path: /spec/type}]}", "[0].json[0]: 'value' is missing", "op: remove")]
    [InlineData("{kind: Service, json: [{op: move, path: /spec/type}]}", "[0].json[0]: 'from' is missing", "from: /…")]
    [InlineData(
        "{kind: Service, json: [{op: remove, path: /metadata/namespace}]}",
        "[0].json[0].path: a patch cannot change metadata.namespace",
        "manifest"
    )]
    [InlineData("{kind: Service, json: [{op: drop, path: /spec/type}]}", "[0].json[0].op: 'drop' is not one of add, remove", "add")]
    [InlineData("{target: Service, merge: {}}", "[0].target: there is no such setting", "write 'kind: …'")]
    [InlineData("{kind: Service, patch: {}}", "[0].patch: there is no such setting", "write 'merge: …'")]
    public void AWrongPatch_IsAnError_WithPlaceAndCure(string patch, string problem, string cure)
    {
        var error = Assert.Single(FindErrors($"web: {{image: \"a:1\", port: 80, patches: [{patch}]}}").Errors);

        Assert.StartsWith($"stacks/services.yaml:4: services.web.patches{problem}", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(cure, error.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownField_IsReportedAtItsLine()
    {
        var error = Assert.Single(
            FindErrors(
                "web:\n    image: a:1\n    port: 80\n    patches:\n      - kind: Deployment\n        merge:\n          spec:\n            replica: 1"
            ).Errors
        );

        Assert.Equal(
            "stacks/services.yaml:11: services.web.patches[0].merge.spec.replica: there is no such field; did you mean 'replicas'?",
            error.ToString()
        );
    }

    [Theory]
    [InlineData("{kind: Deployment, merge: {spec: {template: {spec: {volumes: [{name: tmp, emptyDir: null, $patch: delete}]}}}}}")]
    [InlineData("{kind: Deployment, merge: {spec: {template: {spec: {$setElementOrder/containers: [{name: web}]}}}}}")]
    [InlineData("{kind: Service, merge: {spec: {$deleteFromPrimitiveList/externalIPs: [192.0.2.7], externalIPs: [192.0.2.8]}}}")]
    [InlineData("{kind: Deployment, merge: {spec: {template: {spec: {containers: [{name: web, resources: {limits: {cpu: 1.5}}}]}}}}}")]
    public void APatchOfEveryForm_IsAccepted(string patch) =>
        Assert.NotNull(SettingsLoader.Load(Sources($"web: {{image: \"a:1\", port: 80, patches: [{patch}]}}")));

    [Fact]
    public void APatchWithoutFields_Warns() =>
        Assert.Contains(
            SettingsLoader.Load(Sources("web: {image: \"a:1\", port: 80, patches: [{kind: Service, merge: {}}]}")).Warnings,
            warning => warning.Problem == "it changes nothing"
        );

    private static InvalidSettingsException FindErrors(string services) =>
        Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(Sources(services)));

    private static Backend.Settings.SettingsSources Sources(string services) =>
        StackSources.Simulated(
            $"name: shop\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}, limits: {{memory: 256Mi}}}}}}\nservices:\n  {services}\n",
            ""
        );
}
