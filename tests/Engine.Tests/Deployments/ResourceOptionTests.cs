using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

public sealed class ResourceOptionTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Alias_RenamedResource_KeepsTheObjectAndRewritesTheState()
    {
        await _stack.UpAsync(async program =>
        {
            var old = await program.ThingAsync("old");
            await program.ThingAsync("user", configure: request => request.Dependencies.Add(old.Urn));
        });

        var outcome = await _stack.UpAsync(async program =>
        {
            var renamed = await program.ThingAsync("new", configure: request =>
                request.Aliases.Add(new Alias { Spec = new Alias.Types.Spec { Name = "old" } })
            );
            await program.ThingAsync("user", configure: request => request.Dependencies.Add(renamed.Urn));
        });

        Assert.False(outcome.HasChanges);
        Assert.Empty(_stack.Cloud.ChangingCalls);
        Assert.Equal(["new", "user"], _stack.State.Resources.Skip(2).Select(resource => resource.Urn.Name));
        Assert.Equal("old-1", _stack.State.Resources[2].Id);
        Assert.Empty(_stack.State.Resources[2].Aliases);
        Assert.Equal([_stack.State.Resources[2].Urn], _stack.State.Resources[3].Dependencies);
    }

    [Fact]
    public async Task Alias_RenamedComponent_RenamesItsChildren()
    {
        Func<ProgramClient, Task> Program(string name, string? formerName) =>
            async program =>
            {
                var group = await program.ComponentAsync(name, request =>
                {
                    if (formerName is not null)
                    {
                        request.Aliases.Add(new Alias { Spec = new Alias.Types.Spec { Name = formerName } });
                    }
                });
                await program.ThingAsync($"{name}-inner", configure: request => request.Parent = group.Urn);
            };
        await _stack.UpAsync(Program("box", null));

        await _stack.UpAsync(Program("crate", "box"));

        Assert.Empty(_stack.Cloud.ChangingCalls);
        var inner = Assert.Single(_stack.State.Resources, resource => resource.Urn.Name == "crate-inner");
        Assert.Equal("urn:pulumi:dev::demo::my:index:Group::crate", inner.Parent.Value);
    }

    [Fact]
    public async Task Alias_WithNeitherUrnNorSpec_MeansTheResourceItself()
    {
        await _stack.UpAsync(program => program.ThingAsync("one"));

        var outcome = await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("one", configure: request => request.Aliases.Add(new Alias()));
            await program.ThingAsync("two", configure: request => request.Aliases.Add(new Alias()));
        });

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["create two"], _stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Alias_MalformedUrn_IsRefused()
    {
        var outcome = await _stack.UpAsync(program =>
            program.ThingAsync("one", configure: request => request.Aliases.Add(new Alias { Urn = "old" }))
        );

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Empty(_stack.Cloud.ChangingCalls);
        Assert.Contains(_stack.Events.OfType<DiagnosticEvent>(), diagnostic =>
            diagnostic.Message.Contains("'old' is not a URN", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task IgnoreChanges_ChangedProperty_KeepsItsOldValue()
    {
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("size", 1), ("color", "red"))));

        await _stack.UpAsync(program =>
            program.ThingAsync("one", PropertyMap.Create(("size", 2), ("color", "blue")), request => request.IgnoreChanges.Add("size"))
        );

        var inputs = _stack.State.Resources.Single(resource => resource.Urn.Name == "one").Inputs;
        Assert.Equal((1.0, "blue"), (((PropertyNumber)inputs["size"]).Value, ((PropertyString)inputs["color"]).Value));
    }

    [Fact]
    public async Task Import_ExistingObject_IsImportedAndThenUnchanged()
    {
        _stack.Cloud.Objects["outside"] = PropertyMap.Create(("size", 1), ("self", "outside"));

        var outcome = await _stack.UpAsync(program =>
            program.ThingAsync("one", PropertyMap.Create(("size", 1)), request => request.ImportId = "outside")
        );

        Assert.Equal(1, outcome.ResourceChanges[StepOperation.Import]);
        Assert.Empty(_stack.Cloud.ChangingCalls);
        Assert.Equal("outside", _stack.State.Resources.Single(resource => resource.Urn.Name == "one").Id);

        await _stack.UpAsync(program =>
            program.ThingAsync("one", PropertyMap.Create(("size", 1)), request => request.ImportId = "outside")
        );
        Assert.Equal(["same one"], _stack.Steps);
    }

    [Fact]
    public async Task Import_TellsTheProviderWhatTheProgramDeclares()
    {
        _stack.Cloud.Objects["outside"] = PropertyMap.Create(("size", 1), ("color", "red"));

        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("size", 1), ("color", "blue")), request =>
            {
                request.ImportId = "outside";
                request.IgnoreChanges.Add("color");
            }));

        var read = Assert.Single(_stack.Cloud.Reads);
        Assert.Equal(PropertyMap.Create(("size", 1), ("color", "blue")), read.DeclaredInputs);
        Assert.Equal(["color"], read.IgnoreChanges);
        Assert.Empty(_stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Import_NoSuchObject_Fails()
    {
        var outcome = await _stack.UpAsync(program => program.ThingAsync("one", configure: request => request.ImportId = "ghost"));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal(["resource 'ghost' does not exist"], _stack.Errors);
    }

    [Fact]
    public async Task Read_ExistingObject_IsRecordedButNeverDeleted()
    {
        _stack.Cloud.Objects["outside"] = PropertyMap.Create(("size", 7), ("self", "outside"));
        PropertyMap? seen = null;

        await _stack.UpAsync(async program => seen = await program.ReadAsync("theirs", "outside"));

        Assert.Equal(7, ((PropertyNumber)seen!["size"]).Value);
        Assert.True(_stack.State.Resources.Single(resource => resource.Urn.Name == "theirs").External);

        var outcome = await _stack.UpAsync(_ => Task.CompletedTask);
        Assert.Equal(1, outcome.ResourceChanges[StepOperation.Discard]);
        Assert.Single(_stack.Cloud.Objects);
    }

    [Fact]
    public async Task Parent_ProtectionAndProvider_AreInherited()
    {
        await _stack.UpAsync(async program =>
        {
            var provider = await program.RegisterAsync("pulumi:providers:fake", "cloud");
            var group = await program.ComponentAsync("group", request =>
            {
                request.Protect = true;
                request.Providers["fake"] = $"{provider.Urn}::{provider.Id}";
            });
            await program.ThingAsync("inside", configure: request => request.Parent = group.Urn);
        });

        var inside = _stack.State.Resources.Single(resource => resource.Urn.Name == "inside");
        Assert.True(inside.Protect);
        Assert.Equal("cloud", inside.Provider!.Value.Urn.Name);
        Assert.Equal("my:index:Group$fake:index:Thing", inside.Urn.QualifiedType);
    }

    [Fact]
    public async Task Component_Outputs_AreRecordedAndPublishedOnce()
    {
        await _stack.UpAsync(async program =>
        {
            var group = await program.ComponentAsync("group");
            await program.OutputsAsync(group.Urn, PropertyMap.Create(("address", "here")));
        });

        Assert.Equal(
            "here",
            ((PropertyString)_stack.State.Resources.Single(resource => resource.Urn.Name == "group").Outputs["address"]).Value
        );
        Assert.Equal(["create group"], _stack.Steps);
    }

    [Fact]
    public async Task CustomTimeouts_Duration_IsRecorded()
    {
        await _stack.UpAsync(program =>
            program.ThingAsync("one", configure: request =>
                request.CustomTimeouts = new RegisterResourceRequest.Types.CustomTimeouts { Create = "600000000000ns", Delete = "1m30s" }
            )
        );

        Assert.Equal(
            new CustomTimeouts(Create: TimeSpan.FromMinutes(10), Delete: TimeSpan.FromSeconds(90)),
            _stack.State.Resources.Single(resource => resource.Urn.Name == "one").CustomTimeouts
        );
    }

    [Fact]
    public async Task Invoke_Function_CallsTheDefaultProvider()
    {
        PropertyMap? answer = null;

        await _stack.UpAsync(async program => answer = await program.InvokeAsync("fake:index:echo", PropertyMap.Create(("a", 1))));

        Assert.Equal("fake:index:echo", ((PropertyString)answer!["token"]).Value);
    }

    public void Dispose() => _stack.Dispose();
}
