using Infra.Backend.Loading;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Queries;

/// <summary>Answers how far the rotations of a store's credentials are.</summary>
internal static class RotationQuery
{
    /// <summary>Answers about the services that use a store.</summary>
    /// <exception cref="UnknownStoreException">The stack has no such store.</exception>
    /// <exception cref="RotationException">The credentials of the store cannot be rotated.</exception>
    public static RotationAnswer Answer(string store, LoadedSettings loaded)
    {
        var settings = Find(store, loaded);
        if (StoreRotations.FindObstacle(store, settings, settings.FormIn(loaded.Settings.FaultTolerance)) is { } obstacle)
        {
            throw new RotationException($"The credentials of the store '{store}' cannot be rotated: {obstacle.Text}");
        }

        if (StoreRotations.AreShared(settings, settings.FormIn(loaded.Settings.FaultTolerance)))
        {
            return new RotationAnswer([Describe(StoreRotations.Administrator, settings)]) { Shared = true };
        }

        var services = loaded
            .Plans.SelectMany(plan => plan.Stores)
            .Where(plan => plan.Name == store)
            .SelectMany(plan => plan.Users)
            .Select(user => user.Service)
            .Distinct(StringComparer.Ordinal);
        return new RotationAnswer([.. services.Select(service => Describe(service, settings))]);
    }

    /// <summary>Answers about the administrator of a store.</summary>
    /// <exception cref="UnknownStoreException">The stack has no such store.</exception>
    /// <exception cref="RotationException">The administrator's password cannot be rotated.</exception>
    public static RotationAnswer AnswerForAdministrator(string store, LoadedSettings loaded)
    {
        var settings = Find(store, loaded);
        var form = settings.FormIn(loaded.Settings.FaultTolerance);
        if (StoreRotations.FindAdministratorObstacle(store, settings, form) is { } obstacle)
        {
            throw new RotationException(
                $"The password of the administrator of the store '{store}' cannot be rotated: {obstacle.Text}. Instead, {obstacle.Cure}"
            );
        }

        return form == StoreForm.Operator && StoreOperator.Of(settings.Kind).FindWatchedSecret(store) is var (type, credential)
            ? new RotationAnswer([]) { Secret = new SecretAnswer(type, credential.Secret, credential.PasswordKey) }
            : new RotationAnswer([Describe(StoreRotations.Administrator, settings)]);
    }

    private static StoreSettings Find(string store, LoadedSettings loaded)
    {
        if (loaded.Settings.Stores.TryGetValue(store, out var settings))
        {
            return settings;
        }

        var known = Suggestion.For(store, [.. loaded.Settings.Stores.Keys]);
        throw new UnknownStoreException($"This stack has no store '{store}'{(known.Length == 0 ? "" : $"; {known}")}");
    }

    private static ServiceRotationAnswer Describe(string service, StoreSettings store)
    {
        var rotation = store.Rotations.GetValueOrDefault(service) ?? new StoreRotationSettings();
        return new ServiceRotationAnswer(service, rotation.Number, rotation.KeepFormer);
    }
}

/// <summary>The answer to <c>rotation STORE</c> and <c>administrator STORE</c>.</summary>
internal sealed record RotationAnswer(IReadOnlyList<ServiceRotationAnswer> Services)
{
    /// <summary>Whether all services share the credentials of the only entry; null if each has its own.</summary>
    public bool? Shared { get; init; }

    /// <summary>The Secret whose change an operator carries over to the servers; null if updates of the stack rotate.</summary>
    public SecretAnswer? Secret { get; init; }
}

/// <summary>A Secret of an operator.</summary>
/// <param name="Type">The type token of the resource that it belongs to.</param>
/// <param name="Name">The Secret's name, in the namespace of this resource.</param>
/// <param name="Key">The key with the password.</param>
internal sealed record SecretAnswer(string Type, string Name, string Key);

/// <summary>How far the rotation of a service's credentials is.</summary>
/// <param name="Service">The service.</param>
/// <param name="Number">How many times they were rotated.</param>
/// <param name="KeepFormer">Whether the user before the last rotation still exists.</param>
internal sealed record ServiceRotationAnswer(string Service, int Number, bool KeepFormer);

/// <summary>The store is not one of the stack's.</summary>
internal sealed class UnknownStoreException(string message) : ProgramException(message);

/// <summary>The credentials of the store cannot be rotated.</summary>
internal sealed class RotationException(string message) : ProgramException(message);
