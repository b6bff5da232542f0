using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Engine.Tests.Operations;

/// <summary>What objects need and the service lacks, at the end of a preview.</summary>
public class UnmetNeedTests
{
    [Theory]
    [InlineData(3, OperationResult.Succeeded)]
    [InlineData(4, OperationResult.Failed)]
    public async Task Preview_MissingTypes_AreErrorsForAProgramThatRegistersAllDefinitions(int version, OperationResult result)
    {
        using var stack = new TestStack { ContractVersion = version };
        foreach (var name in (string[])["b", "a"])
        {
            stack.Cloud.UnmetNeeds.Add(
                new UnmetNeed(Urn.Parse($"urn:pulumi:dev::demo::fake:index:Thing::{name}"), $"no type of {name}", "buy one")
            );
        }

        var outcome = await stack.PreviewAsync(client => client.ThingAsync("a"));

        Assert.Equal(result, outcome.Result);
        string[] errors = [.. stack.Errors];
        string[] warnings =
        [
            .. stack.Events.OfType<DiagnosticEvent>().Where(one => one.Severity == DiagnosticSeverity.Warning).Select(one => one.Message),
        ];
        if (result == OperationResult.Failed)
        {
            Assert.Equal(
                [
                    "no type of a, and this update does not create its definition: buy one",
                    "no type of b, and this update does not create its definition: buy one",
                ],
                errors
            );
            Assert.Empty(warnings);
        }
        else
        {
            Assert.Empty(errors);
            Assert.Equal("no type of a; the creation fails unless this update creates its definition first", warnings[0]);
        }
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    public async Task Preview_MissingFeature_IsAWarningForAProgramThatRegistersAllDefinitions(int version, int warnings)
    {
        using var stack = new TestStack { ContractVersion = version };
        stack.Cloud.UnmetNeeds.Add(
            new UnmetNeed(Urn.Parse("urn:pulumi:dev::demo::fake:index:Thing::a"), "no wheels", "buy some") { IsType = false }
        );

        var outcome = await stack.PreviewAsync(client => client.ThingAsync("a"));

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(
            Enumerable.Repeat("no wheels: buy some", warnings),
            stack.Events.OfType<DiagnosticEvent>().Where(one => one.Severity == DiagnosticSeverity.Warning).Select(one => one.Message)
        );
    }

    [Fact]
    public async Task Up_MissingType_ChangesNothing()
    {
        using var stack = new TestStack { ContractVersion = 4 };
        stack.Cloud.UnmetNeeds.Add(new UnmetNeed(default, "no such type", "buy one"));

        await stack.UpAsync(client => client.ThingAsync("a"), new OperationOptions());

        Assert.Empty(stack.Cloud.ChangingCalls);
    }
}
