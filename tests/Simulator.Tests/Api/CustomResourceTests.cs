using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Moq;

namespace Infra.Simulator.Tests.Api;

public class CustomResourceTests
{
    private static readonly GroupResource _widgets = new("example.org", "widgets");
    private readonly IClusterClient _client = new InMemoryCluster(TimeProvider.System, new IdentitySource(1)).Client;

    public CustomResourceTests() => ClusterBootstrap.Run(_client);

    [Fact]
    public void Update_LeavesAnInvalidFieldAsItIs_IsAllowed()
    {
        Define("""{"type":"object","properties":{"size":{"type":"integer"},"color":{"type":"string"}}}""");
        Create("""{"size":99,"color":"red"}""");
        Redefine("""{"type":"object","properties":{"size":{"type":"integer","maximum":10},"color":{"type":"string"}}}""");

        _client.Patch(_widgets, "default", "w", Parse("""{"spec":{"color":"blue"}}"""));
        var error = Assert.Throws<StatusException>(() => _client.Patch(_widgets, "default", "w", Parse("""{"spec":{"size":98}}""")));

        Assert.EndsWith(
            "spec.size: Invalid value: 98: spec.size in body should be less than or equal to 10",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{"kind":"Gadget"}""", "Gadget.example.org \"w\" is invalid: kind: Invalid value: \"Gadget\": must be Widget")]
    [InlineData(
        """{"apiVersion":"example.com/v7"}""",
        "Widget.example.com \"w\" is invalid: apiVersion: Invalid value: \"example.com/v7\": must be example.org/v1"
    )]
    public void Patch_OfTheType_IsInvalid(string patch, string message)
    {
        Define("""{"type":"object","properties":{"size":{"type":"integer"}}}""");
        Create("""{"size":5}""");

        var error = Assert.Throws<StatusException>(() => _client.Patch(_widgets, "default", "w", Parse(patch)));

        Assert.Equal((422, message), (error.Code, error.Message));
    }

    [Fact]
    public void Patch_ThatRemovesTheKind_CannotBeDecoded()
    {
        Define("""{"type":"object","properties":{"size":{"type":"integer"}}}""");
        Create("""{"size":5}""");

        var error = Assert.Throws<StatusException>(() => _client.Patch(_widgets, "default", "w", Parse("""{"kind":null}""")));

        Assert.Contains("Object 'Kind' is missing in '{", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Update_AgainstATransitionRule_IsRefusedWithItsMessage()
    {
        Define(
            """
            {"type":"object","properties":{"size":{"type":"integer"}},"x-kubernetes-validations":[
             {"rule":"self.size >= oldSelf.size","messageExpression":"oldSelf.size > 4 ? 'size was large' : 'size was small'","fieldPath":".size","reason":"FieldValueForbidden"}]}
            """
        );
        Create("""{"size":5}""");

        var error = Assert.Throws<StatusException>(() => _client.Patch(_widgets, "default", "w", Parse("""{"spec":{"size":4}}""")));

        Assert.EndsWith("spec.size: Forbidden: size was large", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Define_RuleOverAnUnboundedList_ExceedsTheBudget()
    {
        var error = Assert.Throws<StatusException>(() =>
            Define(
                """
                {"type":"object","properties":{"names":{"type":"array","items":{"type":"string"},
                 "x-kubernetes-validations":[{"rule":"self.all(x, self.all(y, x == y))"}]}}}
                """
            )
        );

        Assert.Contains(
            "properties[names].x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Define_RuleThatDoesNotCompile_ShowsTheRuleAndThePlace()
    {
        var error = Assert.Throws<StatusException>(() =>
            Define("""{"type":"object","properties":{"a":{"type":"string"}},"x-kubernetes-validations":[{"rule":"self.b == 1"}]}""")
        );

        Assert.Contains(
            """x-kubernetes-validations[0].rule: Invalid value: {"Rule":"self.b == 1","Message":"","MessageExpression":"","Reason":null,"FieldPath":"","OptionalOldSelf":null}: compilation failed: ERROR: <input>:1:5: undefined field 'b'""",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Delete_OfTheDefinition_RemovesItsObjectsAndItsKind()
    {
        Define("""{"type":"object"}""");
        Create("{}");

        var deleted = _client.Delete(GroupResource.CustomResourceDefinitions, "", "widgets.example.org");

        Assert.True(deleted.Status.HasCondition("Terminating"));
        Assert.Null(_client.Find(GroupResource.CustomResourceDefinitions, "", "widgets.example.org"));
        Assert.Throws<StatusException>(() => Create("{}"));
    }

    [Fact]
    public void Define_NamesOfAnotherDefinition_AreNotAccepted()
    {
        Define("""{"type":"object"}""");
        var other = Parse(CreateDefinition("""{"type":"object"}""").Replace("widgets", "gadgets", StringComparison.Ordinal));
        _client.Create(GroupResource.CustomResourceDefinitions, other);

        var status = _client.Get(GroupResource.CustomResourceDefinitions, "", "gadgets.example.org").Status;

        Assert.False(status.HasCondition("Established"));
        Assert.Contains(status.Objects("conditions"), condition => condition.Text("message") == "\"WidgetList\" is already in use");
    }

    /// <summary>A controller looks up the kind when the established status arrives, and no later change calls it again.</summary>
    [Fact]
    public void Define_WritesTheEstablishedStatus_AfterTheKindIsServed()
    {
        var time = new Mock<TimeProvider>();
        var cluster = new InMemoryCluster(time.Object, new IdentitySource(1));
        var isServed = false;
        // The write of the status is the last that reads the clock, for its managed fields.
        time.Setup(clock => clock.GetUtcNow())
            .Returns(DateTimeOffset.UnixEpoch)
            .Callback(() => isServed = cluster.Catalog.TryFind(_widgets, out _));

        cluster.Client.Create(GroupResource.CustomResourceDefinitions, Parse(CreateDefinition("""{"type":"object"}""")));

        Assert.True(isServed);
    }

    [Fact]
    public void Update_OfAKindNamedLikeCertificateRequests_WritesItsSpec()
    {
        var definition = CreateDefinition("""{"type":"object","properties":{"size":{"type":"integer"}}}""")
            .Replace("widgets", "certificatesigningrequests", StringComparison.Ordinal);
        _client.Create(GroupResource.CustomResourceDefinitions, Parse(definition));
        var requests = new GroupResource("example.org", "certificatesigningrequests");
        _client.Create(requests, Parse("""{"metadata":{"name":"w","namespace":"default"},"spec":{"size":1}}"""));

        var patched = _client.Patch(requests, "default", "w", Parse("""{"spec":{"size":2}}"""));

        Assert.Equal(2, patched.Spec.Number("size"));
    }

    private void Define(string spec) => _client.Create(GroupResource.CustomResourceDefinitions, Parse(CreateDefinition(spec)));

    private void Redefine(string spec) =>
        _client.Patch(
            GroupResource.CustomResourceDefinitions,
            "",
            "widgets.example.org",
            new JsonObject { ["spec"] = Parse(CreateDefinition(spec))["spec"]!.DeepClone() }
        );

    private void Create(string spec) =>
        _client.Create(_widgets, Parse($$"""{"metadata":{"name":"w","namespace":"default"},"spec":{{spec}}}"""));

    private static string CreateDefinition(string spec) =>
        """
            {"metadata":{"name":"widgets.example.org"},"spec":{"group":"example.org","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget"},
             "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":SPEC}}}}]}}
            """.Replace("SPEC", spec, StringComparison.Ordinal);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
