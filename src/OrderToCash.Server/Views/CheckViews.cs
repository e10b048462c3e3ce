using System.Text.Json.Nodes;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Receivables;

namespace OrderToCash.Server.Views;

/// <summary>The settings of the checks on orders as results, and what is said to who changes them.</summary>
public static class CheckViews
{
    /// <summary>Every setting with its value, and the blocked customers.</summary>
    public static JsonObject Of(ChecksState checks) => new()
    {
        ["settings"] = Nodes.List(CheckSetting.All, setting => new JsonObject
        {
            ["setting"] = setting.Name, ["value"] = setting.ValueOf(checks.Rules),
            ["default"] = setting.ValueOf(CheckRules.Default), ["meaning"] = setting.Meaning,
        }),
        ["blocked"] = Nodes.List(checks.Blocked, static blocked => new JsonObject
        {
            ["account"] = blocked.Key, ["reason"] = blocked.Value,
        }),
    };

    /// <summary>The settings of a store that never changed any.</summary>
    public static JsonObject Untouched() => Of(StoreChecks.Initial(StoreChecks.Id));

    /// <summary>Why a setting was not changed, and what to do; null where it was.</summary>
    public static string? Refusal(ChecksReply reply, string setting) => reply switch
    {
        ChecksReply.Accepted or ChecksReply.Duplicate => null,
        ChecksReply.UnknownSetting => $"there is no setting '{setting}': expected one of "
            + string.Join(", ", CheckSetting.All.Select(static known => known.Name)),
        _ => $"expected {CheckSetting.Find(setting)?.Expected}",
    };

    /// <summary>Why an account did not do what a person asked of it; null where it did.</summary>
    public static string? Refusal(AccountReply reply) => reply switch
    {
        AccountReply.Accepted or AccountReply.Duplicate => null,
        AccountReply.Unknown => "no limit was set for it in this currency, so the default holds already",
        _ => "expected an amount from 0 to 1,000,000,000,000,000 whole units, or default",
    };
}
