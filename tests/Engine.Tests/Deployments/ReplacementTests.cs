using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

public sealed class ReplacementTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Up_DeleteBeforeReplace_FirstDeletesDependentsToReplace()
    {
        _stack.Cloud.ReplaceKeys.Add("root");
        Func<ProgramClient, Task> Program(string value) =>
            async program =>
            {
                var root = await program.ThingAsync("root", PropertyMap.Create(("immutable", value)), request =>
                {
                    request.DeleteBeforeReplace = true;
                    request.DeleteBeforeReplaceDefined = true;
                });
                await program.ThingAsync("leaf", PropertyMap.Create(("root", root.Outputs["self"])), request =>
                {
                    request.Dependencies.Add(root.Urn);
                    request.PropertyDependencies["root"].Urns.Add(root.Urn);
                });
                await program.ThingAsync("aside", configure: request => request.Dependencies.Add(root.Urn));
                await program.ThingAsync("free");
            };
        await _stack.UpAsync(Program("a"));

        var outcome = await _stack.UpAsync(Program("b"));

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["delete leaf", "delete root", "create root", "create leaf"], _stack.Cloud.ChangingCalls);
        Assert.Equal(
            [
                "delete-replaced leaf",
                "delete-replaced root",
                "replace root",
                "create-replacement root",
                "replace leaf",
                "create-replacement leaf",
            ],
            _stack.Steps.Where(step => !step.StartsWith("same", StringComparison.Ordinal))
        );
        Assert.Equal((2, 3), (outcome.ResourceChanges[StepOperation.Replace], outcome.ResourceChanges[StepOperation.Same]));
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.PendingReplacement || resource.Delete);
    }

    [Fact]
    public async Task Up_CreationAfterTheDeletionFails_CreatesNextTimeWithoutDeletingAgain()
    {
        _stack.Cloud.DeleteBeforeReplace = true;
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("immutable", "a"))));
        _stack.Cloud.Before = (verb, _, _) =>
            verb == "create" ? throw new Infra.Engine.Providers.ResourceProviderException("no") : Task.CompletedTask;
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("immutable", "b"))));
        Assert.True(_stack.State.Resources.Single(resource => resource.Urn.Name == "one").PendingReplacement);

        _stack.Cloud.Before = (_, _, _) => Task.CompletedTask;
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("immutable", "b"))));

        Assert.Equal(["create one"], _stack.Cloud.ChangingCalls);
        Assert.False(_stack.State.Resources.Single(resource => resource.Urn.Name == "one").PendingReplacement);
    }

    [Fact]
    public async Task Up_DeletionOfTheReplacedResourceFails_IsRetriedNextTime()
    {
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("immutable", "a"))));
        _stack.Cloud.Before = (verb, _, _) =>
            verb == "delete" ? throw new Infra.Engine.Providers.ResourceProviderException("no") : Task.CompletedTask;
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("immutable", "b"))));
        Assert.Equal(
            [false, true],
            _stack.State.Resources.Where(resource => resource.Urn.Name == "one").Select(resource => resource.Delete)
        );

        _stack.Cloud.Before = (_, _, _) => Task.CompletedTask;
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("immutable", "b"))));

        Assert.Equal(["delete one"], _stack.Cloud.ChangingCalls);
        Assert.Single(_stack.State.Resources, resource => resource.Urn.Name == "one");
    }

    [Fact]
    public async Task Up_ReplaceOnChanges_ReplacesInsteadOfUpdating()
    {
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("size", 1))));

        await _stack.UpAsync(program =>
            program.ThingAsync("one", PropertyMap.Create(("size", 2)), request => request.ReplaceOnChanges.Add("size"))
        );

        Assert.Equal(["create one", "delete one"], _stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Up_ReplaceWith_ReplacesTogether()
    {
        static Func<ProgramClient, Task> Program(string value) =>
            async program =>
            {
                var root = await program.ThingAsync("root", PropertyMap.Create(("immutable", value)));
                await program.ThingAsync("with", configure: request => request.ReplaceWith.Add(root.Urn));
            };
        await _stack.UpAsync(Program("a"));

        await _stack.UpAsync(Program("b"));

        Assert.Equal(["create root", "create with", "delete with", "delete root"], _stack.Cloud.ChangingCalls);
    }

    [Theory]
    [InlineData("a", "b", true)]
    [InlineData("a", "a", false)]
    [InlineData(null, "b", false)]
    public async Task Up_ReplacementTrigger_ReplacesWhereItChanges(string? before, string after, bool isReplaced)
    {
        static Func<ProgramClient, Task> Program(string? trigger) =>
            program =>
                program.ThingAsync("one", configure: request =>
                    request.ReplacementTrigger = trigger is null ? null : Google.Protobuf.WellKnownTypes.Value.ForString(trigger)
                );
        await _stack.UpAsync(Program(before));

        await _stack.UpAsync(Program(after));

        Assert.Equal(isReplaced ? ["create one", "delete one"] : [], _stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Up_ProviderAddressChanged_ReplacesItsResources()
    {
        Func<ProgramClient, Task> Program(string address) =>
            async program =>
            {
                var provider = await program.RegisterAsync("pulumi:providers:fake", "cloud", PropertyMap.Create(("address", address)));
                await program.ThingAsync("one", configure: request => request.Provider = $"{provider.Urn}::{provider.Id}");
            };
        await _stack.UpAsync(Program("here"));

        await _stack.UpAsync(Program("there"));

        Assert.Equal(["create one", "delete one"], _stack.Cloud.ChangingCalls);
        var provider = _stack.State.Resources.Single(resource => resource.Type == "pulumi:providers:fake");
        Assert.Equal(
            $"{provider.Urn}::{provider.Id}",
            _stack.State.Resources.Single(resource => resource.Urn.Name == "one").Provider.ToString()
        );
    }

    [Fact]
    public async Task Up_AfterAProviderReplacementThatFailedHalfway_TakesTheResourcesAsTheyAre()
    {
        Func<ProgramClient, Task> Program(string address) =>
            async program =>
            {
                var provider = await program.RegisterAsync("pulumi:providers:fake", "cloud", PropertyMap.Create(("address", address)));
                await program.ThingAsync("one", configure: request => request.Provider = $"{provider.Urn}::{provider.Id}");
            };
        await _stack.UpAsync(Program("a"));
        _stack.Cloud.Before = (verb, _, _) =>
            verb == "create" ? throw new Infra.Engine.Providers.ResourceProviderException("it exists") : Task.CompletedTask;
        await _stack.UpAsync(Program("b"));

        var outcome = await _stack.UpAsync(Program("b"));

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Empty(_stack.Cloud.ChangingCalls);
        var provider = Assert.Single(_stack.State.Resources, resource => resource.Type == "pulumi:providers:fake");
        Assert.Equal(
            $"{provider.Urn}::{provider.Id}",
            _stack.State.Resources.Single(resource => resource.Urn.Name == "one").Provider.ToString()
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Preview_Replacement_SaysWhetherTheOldObjectIsDeletedFirst(bool deletesFirst)
    {
        _stack.Cloud.DeleteBeforeReplace = deletesFirst;
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("immutable", "a"))));
        await _stack.PreviewAsync(program => program.ThingAsync("one", PropertyMap.Create(("immutable", "b"))));
        Assert.Equal(deletesFirst ? ["one"] : [], _stack.Cloud.CreatedAfterDeletion);
    }

    [Fact]
    public async Task Up_ProviderChangedOtherwise_UpdatesOnlyTheProvider()
    {
        Func<ProgramClient, Task> Program(string region) =>
            async program =>
            {
                var provider = await program.RegisterAsync("pulumi:providers:fake", "cloud", PropertyMap.Create(("region", region)));
                await program.ThingAsync("one", configure: request => request.Provider = $"{provider.Urn}::{provider.Id}");
            };
        await _stack.UpAsync(Program("here"));

        await _stack.UpAsync(Program("there"));

        Assert.Equal(["update cloud", "same one"], _stack.Steps);
        Assert.Empty(_stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Up_DeletedWith_DeletesOnlyTheOtherObject()
    {
        await _stack.UpAsync(async program =>
        {
            var house = await program.ThingAsync("house");
            await program.ThingAsync("room", configure: request =>
            {
                request.DeletedWith = house.Urn;
                request.Dependencies.Add(house.Urn);
            });
        });

        await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Equal(["delete house"], _stack.Cloud.ChangingCalls);
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Urn.Name == "room");
    }

    [Fact]
    public async Task Up_Protected_IsNeitherDeletedNorReplacedAndKeepsWhatItNeeds()
    {
        static void Protect(RegisterResourceRequest request) => request.Protect = true;
        await _stack.UpAsync(async program =>
        {
            var needed = await program.ThingAsync("needed");
            await program.ThingAsync("keep", PropertyMap.Create(("immutable", "a")), request =>
            {
                Protect(request);
                request.Dependencies.Add(needed.Urn);
            });
            await program.ThingAsync("plain");
        });

        var removed = await _stack.UpAsync(_ => Task.CompletedTask);
        Assert.Equal(OperationResult.Failed, removed.Result);
        Assert.Contains("cannot be deleted", Assert.Single(_stack.Errors), StringComparison.Ordinal);
        Assert.Equal(["delete plain"], _stack.Cloud.ChangingCalls);

        var shown = await _stack.PreviewAsync(program => program.ThingAsync("keep", PropertyMap.Create(("immutable", "b")), Protect));
        Assert.Equal(OperationResult.Failed, shown.Result);
        Assert.Contains("replace keep", _stack.Steps);

        var replaced = await _stack.UpAsync(program => program.ThingAsync("keep", PropertyMap.Create(("immutable", "b")), Protect));
        Assert.Equal(OperationResult.Failed, replaced.Result);
        Assert.Contains("unable to replace", Assert.Single(_stack.Errors), StringComparison.Ordinal);
        Assert.Empty(_stack.Cloud.ChangingCalls);

        await _stack.UpAsync(program => program.ThingAsync("keep", PropertyMap.Create(("immutable", "a"))));
        await _stack.UpAsync(_ => Task.CompletedTask);
        Assert.Empty(_stack.Cloud.Objects);
    }

    [Fact]
    public async Task Up_RetainOnDelete_RemovesOnlyTheRecord()
    {
        await _stack.UpAsync(program => program.ThingAsync("stay", configure: request => request.RetainOnDelete = true));

        var outcome = await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Equal(1, outcome.ResourceChanges[StepOperation.Delete]);
        Assert.Empty(_stack.Cloud.ChangingCalls);
        Assert.Single(_stack.Cloud.Objects);
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Urn.Name == "stay");
    }

    public void Dispose() => _stack.Dispose();
}
