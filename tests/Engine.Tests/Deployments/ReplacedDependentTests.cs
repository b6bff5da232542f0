using Engine.Tests.Support;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

/// <summary>A dependent that an earlier deployment replaced, and whose replacement has the same URN.</summary>
public sealed class ReplacedDependentTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Up_DeleteBeforeReplaceWithADependentReplacedEarlier_KeepsItsReplacement()
    {
        Func<ProgramClient, Task> Program(string root, bool isDependent) =>
            async program =>
            {
                var first = await program.ThingAsync("root", PropertyMap.Create(("immutable", root)), request =>
                {
                    request.DeleteBeforeReplace = true;
                    request.DeleteBeforeReplaceDefined = true;
                });
                await program.ThingAsync("leaf", PropertyMap.Create(("immutable", isDependent ? "x" : "y")), request =>
                {
                    if (isDependent)
                    {
                        request.Dependencies.Add(first.Urn);
                        request.PropertyDependencies["immutable"].Urns.Add(first.Urn);
                    }
                });
            };
        await _stack.UpAsync(Program("a", isDependent: true));
        _stack.Cloud.Before = (verb, _, _) =>
            verb == "delete" ? throw new Infra.Engine.Providers.ResourceProviderException("no") : Task.CompletedTask;
        await _stack.UpAsync(Program("a", isDependent: false));
        Assert.Equal(3, _stack.Cloud.Objects.Count);

        _stack.Cloud.Before = (_, _, _) => Task.CompletedTask;
        await _stack.UpAsync(Program("b", isDependent: false));

        Assert.Equal(["delete leaf", "delete root", "create root"], _stack.Cloud.ChangingCalls);
        Assert.Equal(
            _stack.Cloud.Objects.Keys.Order(),
            _stack.State.Resources.Where(resource => resource.Urn.Name is "root" or "leaf").Select(resource => resource.Id).Order()
        );
    }

    public void Dispose() => _stack.Dispose();
}
