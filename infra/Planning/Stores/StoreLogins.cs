using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>The users by which one service reaches a store: today's and, during a rotation, the one before.</summary>
internal sealed class StoreLogins(StoreSettings store, StoreForm form, string service, StoreUseSettings use, StoreConnection administrator)
{
    private readonly StoreOperator? _operator = form == StoreForm.Operator ? StoreOperator.Of(store.Kind) : null;

    /// <summary>Plans the user of the service.</summary>
    public StoreUser Plan(bool isMain)
    {
        var rotation = store.Rotations.GetValueOrDefault(service) ?? new StoreRotationSettings();
        var former = rotation.Number == 0 ? null : Find(rotation.Number - 1);
        var login = Find(rotation.Number);
        return new StoreUser(service, use, login.Connection, isMain)
        {
            Username = login.Name,
            Former = rotation.KeepFormer ? former : null,
            Retired = rotation.KeepFormer ? null : former?.Name,
        };
    }

    private StoreLogin Find(int rotation) =>
        new(_operator?.GetUser(use.Store, service, rotation) ?? StoreNames.User(service, rotation), Connect(rotation));

    private StoreConnection Connect(int rotation)
    {
        var connection = administrator with { Database = use.Database ?? administrator.Database };
        return _operator is not null ? _operator.ConnectUser(service, rotation, administrator, connection.Database)
            : !StorePlan.HasUsersIn(store.Kind, form) ? connection
            : store.Secret is null ? connection with { Secret = StoreNames.UserSecret(use.Store, service, rotation) }
            : connection with
            {
                UsernameKey = StoreNames.UserKey(service, store.Keys.Username),
                PasswordKey = StoreNames.UserKey(service, store.Keys.Password),
            };
    }
}
