using System.Text;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Domain.Orders;
using OrderToCash.Tests.Orders;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Marketplaces;

/// <summary>
/// What shops and marketplaces are known to send: each trap has tests, and this is where to find them. Those that
/// had no place of their own are here.
/// </summary>
public sealed class TrapTests
{
    private const string Here = "Marketplaces/TrapTests.cs";
    private const string Hooks = "OrderToCash.IntegrationTests/Hooks/";

    /// <summary>Number, trap, and tests as file and method, under tests/OrderToCash.Tests or tests.</summary>
    private static readonly (int Number, string Trap, string[] Tests)[] Traps =
    [
        (1, "ids above 2^53",
            ["Marketplaces/ShopifyTests.cs Ids_above_2_to_the_53_are_kept_to_the_last_digit"]),
        (2, "amounts as texts and numbers; decimals that the currency has not",
        [
            "Marketplaces/WooTests.cs Numbers_may_be_texts_and_texts_numbers",
            "Marketplaces/AmazonTests.cs A_currency_without_decimals_takes_zeros_and_refuses_others",
            "Marketplaces/TranslationPropertyTests.cs A_line_costs_exactly_what_the_platform_says",
        ]),
        (3, "tax included or not; tax that the marketplace owes",
        [
            "Marketplaces/ShopifyTests.cs Prices_without_tax_add_up_with_the_tax_on_top",
            "Marketplaces/ShopifyTests.cs Tax_that_the_channel_owes_is_no_revenue_in_gross_prices",
            "Marketplaces/AmazonTests.cs Tax_that_the_marketplace_collects_is_no_revenue",
            "Marketplaces/EbayTests.cs Tax_that_eBay_remits_lies_on_top_and_is_no_part_of_the_order",
        ]),
        (4, "the shop's, the customer's and the payout's currency",
        [
            "Marketplaces/ShopifyTests.cs The_shops_currency_counts_and_what_the_customer_saw_is_kept",
            "Marketplaces/EbayTests.cs The_sellers_currency_counts_where_eBay_converted",
        ]),
        (5, "discounts of the order, with rest cents",
        [
            "Marketplaces/ShopifyTests.cs Rest_cents_of_an_orders_discount_stay_where_the_shop_put_them",
            "Marketplaces/ShopifyTests.cs A_discount_that_the_shop_did_not_spread_is_spread_by_largest_remainder",
        ]),
        (6, "prices of lines, not of pieces",
        [
            "Marketplaces/AmazonTests.cs The_price_of_an_item_is_that_of_the_line",
            "Marketplaces/EbayTests.cs The_cost_of_a_line_is_that_of_all_its_pieces",
            "Marketplaces/WooTests.cs A_line_price_that_no_piece_price_makes_is_met_by_a_discount_of_the_line",
        ]),
        (7, "refunds without equal money, cancellations that are only asked for",
        [
            "Marketplaces/ShopifyTests.cs Refunds_with_lines_without_money_and_with_other_money_change_no_order",
            "Marketplaces/ShopifyTests.cs Pieces_that_came_back_after_delivery_stay_ordered",
            "Marketplaces/WooTests.cs An_order_whose_money_went_back_in_full_is_cancelled_as_far_as_it_is_open",
            "Orders/CancelWithContentTests.cs "
                + "Money_that_went_back_cancels_what_is_open_and_is_nothing_to_refuse_after_delivery",
            "Marketplaces/AmazonTests.cs That_a_buyer_wants_to_cancel_is_no_cancellation",
            "Marketplaces/EbayTests.cs Only_a_cancellation_that_happened_cancels",
        ]),
        (8, "test orders and test notifications",
        [
            "Marketplaces/ShopifyTests.cs A_test_order_reserves_no_stock",
            "Inbox/InboxSourceTests.cs Shopifys_test_notification_is_ignored_whatever_its_body_says",
        ]),
        (9, "drafts, pending orders without price or address",
        [
            "Marketplaces/ShopifyTests.cs A_draft_is_nothing_to_do",
            "Marketplaces/AmazonTests.cs Pending_orders_have_no_price_and_wait",
            "Marketplaces/WooTests.cs Drafts_and_deleted_orders_are_nothing_to_do",
        ]),
        (10, "edited orders: ordered and current quantity",
        [
            "Marketplaces/ShopifyTests.cs Pieces_that_an_edit_took_out_are_no_longer_ordered",
            "Marketplaces/ShopifyTests.cs An_order_whose_pieces_were_all_taken_out_is_cancelled",
        ]),
        (11, "bundles: the parent or the children carry stock and price",
        [
            "Marketplaces/WooTests.cs A_bundles_children_carry_stock_and_price_and_the_parent_none",
            "Marketplaces/ShopwareTests.cs A_bundles_price_is_spread_over_its_children",
        ]),
        (12, "gift cards sold, gift cards used",
        [
            "Marketplaces/ShopifyTests.cs A_gift_card_that_is_sold_is_a_line_and_says_so",
            "Marketplaces/WooTests.cs Gift_cards_are_payment_and_the_rest_is_what_the_provider_took",
        ]),
        (13, "SKUs that are empty, repeated, in other case, or none",
        [
            "Marketplaces/ShopifyTests.cs "
                + "Lines_without_sku_are_known_by_variant_product_or_line_and_repeated_skus_stay_apart",
            "Marketplaces/EbayTests.cs A_line_without_sku_is_known_by_its_listing",
            "Marketplaces/WooTests.cs Fees_are_shipping_cost_and_fees_below_zero_are_discounts",
            "Files/RetailCsvSourceTests.cs The_lines_of_an_invoice_are_one_order_with_carriage_as_shipping",
            Here + " SKUs_that_differ_in_case_are_two_and_what_nobody_stocks_is_held",
        ]),
        (14, "guests",
            ["Marketplaces/ShopifyTests.cs A_guest_has_no_id_and_a_digital_order_goes_to_the_billing_address"]),
        (15, "repeats under the same id and under another; one number in two channels",
        [
            "Inbox/SqliteInboxTests.cs The_same_bytes_again_are_a_repeat_whatever_the_delivery_is_called",
            "Checks/OrderScreenTests.cs The_same_customer_and_content_within_minutes_is_seen",
            "Orders/CancelWithContentTests.cs "
                + "A_second_order_with_the_same_number_neither_changes_nor_cancels_the_first",
            Here + " The_same_number_in_two_channels_is_two_orders",
        ]),
        (16, "updates before creation, cancellations before both, old ones after new ones",
        [
            "Orders/CancelWithContentTests.cs "
                + "A_cancellation_before_its_order_is_kept_and_cancels_it_when_it_comes",
            "Orders/CancelWithContentTests.cs An_outdated_content_cancels_nothing",
            Here + " A_paid_order_that_comes_before_it_was_created_is_taken_in_once",
            "OrderToCash.IntegrationTests/Hooks/StormTests.cs A_storm_ends_as_one_clean_delivery_in_order_does",
        ]),
        (17, "a page that shifts while it is read",
        [
            "Shops/OrderPollTests.cs An_order_that_moves_up_to_a_page_that_was_read_is_not_left_out",
            "Shops/OrderPollTests.cs Random_shops_that_change_while_they_are_read_lose_nothing",
        ]),
        (18, "broken documents",
        [
            "Marketplaces/TranslationPropertyTests.cs No_change_of_a_document_makes_translation_throw",
            "OrderToCash.IntegrationTests/Hooks/HookIntakeTests.cs "
                + "Bad_input_is_kept_refused_with_its_reason_and_blocks_nothing",
            "OrderToCash.IntegrationTests/Hooks/HookIntakeTests.cs "
                + "A_body_in_another_charset_is_refused_and_kept_to_the_byte",
        ]),
        (19, "a mistyped quantity, undone minutes later",
        [
            "Orders/OrderAdviceTests.cs An_implausible_quantity_promises_nothing_until_a_person_lets_it_go_on",
            Here + " A_quantity_of_80995_that_is_undone_minutes_later_starves_nobody",
        ]),
        (20, "an order of 1,112 lines",
        [
            "Marketplaces/TranslationPropertyTests.cs An_order_of_1112_lines_and_a_quantity_of_80995_are_taken",
            "Orders/LargeOrderTests.cs An_order_of_1112_lines_is_promised_shipped_and_closed",
        ]),
        (21, "payments that come days later, reservations that expire before",
        [
            "Orders/OrderHoldTests.cs An_unpaid_prepayment_expires_and_gives_everything_back",
            "Orders/OrderHoldTests.cs A_pending_provider_expires_too",
            "Receivables/ApplyPaymentTests.cs Money_for_an_expired_prepayment_stays_on_account",
        ]),
        (22, "split payments, vouchers, equal amounts",
        [
            "CashApplication/EdgeCaseTests.cs Is_decided_as_a_careful_person_would",
            "Receivables/ApplyPaymentTests.cs Documents_are_settled_in_the_order_named",
            "Marketplaces/ShopwareTests.cs The_newest_transaction_that_was_not_given_up_counts",
        ]),
        (23, "replacements that cost nothing", ["Marketplaces/AmazonTests.cs A_replacement_may_cost_nothing"]),
        (24, "local times without a zone, and the hour that comes twice",
        [
            "Marketplaces/WooTests.cs "
                + "A_local_time_is_the_sellers_and_of_the_hour_that_comes_twice_the_first",
            "Files/RetailCsvSourceTests.cs Times_are_of_the_time_zone_with_its_summer_time",
        ]),
    ];

    /// <summary>What is sent by mistake or with bad intent, over the webhook.</summary>
    private static readonly (int Number, string Trap, string[] Tests)[] BadInputs =
    [
        (1, "broken JSON, XML, character set, deep nesting, entity expansion, EDIFACT with wrong counts",
        [
            Hooks + "HookIntakeTests.cs Bad_input_is_kept_refused_with_its_reason_and_blocks_nothing",
            Hooks + "HookIntakeTests.cs A_body_in_another_charset_is_refused_and_kept_to_the_byte",
            "Marketplaces/BusinessDocumentTests.cs Xml_that_is_dangerous_broken_or_unknown_is_refused",
            "Marketplaces/EdifactTests.cs A_wrong_count_of_segments_is_refused",
            "Marketplaces/TranslationPropertyTests.cs Huge_and_deep_values_are_refused",
        ]),
        (2, "a wrong signature", [Hooks + "HookProofTests.cs Each_platform_proves_a_delivery_in_its_own_way"]),
        (3, "an old signature again",
            [Hooks + "HookIntakeTests.cs A_replayed_old_delivery_does_not_undo_a_newer_one"]),
        (4, "100 MB",
        [
            Hooks + "HookIntakeTests.cs A_body_of_100_MB_is_told_so_before_it_is_read_and_nothing_is_kept",
            Hooks + "HookIntakeTests.cs A_body_without_a_length_is_read_no_further_than_the_limit",
        ]),
        (5, "1,112 lines, a quantity of 80,995",
            [Hooks + "HookIntakeTests.cs An_order_of_1112_lines_and_a_quantity_of_80995_are_taken_in_and_held"]),
    ];

    [Fact]
    public void Every_trap_is_listed_once() => Assert.Equal(
        Enumerable.Range(1, 24), Traps.Select(static trap => trap.Number));

    [Fact]
    public void Every_test_that_is_named_is_there()
    {
        foreach (var (number, trap, tests) in Traps.Concat(BadInputs))
        {
            foreach (var test in tests)
            {
                var (file, method) = (test.Split(' ')[0], test.Split(' ')[1]);
                var isOther = file.StartsWith("OrderToCash.", StringComparison.Ordinal);
                var root = isOther ? "tests/" : "tests/OrderToCash.Tests/";
                var text = RepositoryFiles.ReadText(root + file);
                Assert.True(
                    text.Contains($"void {method}(", StringComparison.Ordinal)
                    || text.Contains($"Task {method}(", StringComparison.Ordinal),
                    $"Trap {number}, {trap}: {root}{file} has no test {method}.");
            }
        }
    }

    [Fact]
    public void SKUs_that_differ_in_case_are_two_and_what_nobody_stocks_is_held()
    {
        var order = Deliveries.Order(ShopifyBodies.Order(
            lines: ShopifyBodies.Line(1, "a-1") + "," + ShopifyBodies.Line(2, "A-1"), total: "24.90"));
        Assert.Equal(["a-1", "A-1"], order.Lines.Select(static line => line.Sku.Value));

        var world = new SmallWorld(new Random(1));
        world.Receive("A-1", "BER1", 10);
        world.Tell(order.Id.Value, Place(order));
        world.DeliverAll();

        var held = Assert.Single(world.Orders[order.Id.Value].Holds);
        Assert.Equal(("unknown-sku", "a-1"), (held.Rule, Assert.Single(held.Evidence).Found));
    }

    [Fact]
    public void The_same_number_in_two_channels_is_two_orders()
    {
        var ids = Deliveries.Translate(ShopifyBodies.Order()).Concat(
            new MarketplaceTranslator(MarketplaceFormat.Of("shopify", "other")!)
                .Translate(Encoding.UTF8.GetBytes(ShopifyBodies.Order())))
            .Select(static order => order.Commands[0].To.Id);
        Assert.Equal(["shop:1001", "other:1001"], ids);
    }

    [Fact]
    public void A_paid_order_that_comes_before_it_was_created_is_taken_in_once()
    {
        var paid = Deliveries.Order(ShopifyBodies.Order());
        var created = Deliveries.Order(ShopifyBodies.Order()
            .Replace("\"paid\"", "\"pending\"", StringComparison.Ordinal)
            .Replace("00:00:05", "00:00:02", StringComparison.Ordinal));
        var order = new OrderScript(paid.Id.Value).Given(Place(paid));

        Assert.Equal(OrderReplyCode.OutdatedContent, order.Tell(Place(created)).Code);

        Assert.Equal(PspStatus.Captured, order.State.Content?.Payment.Status);
        Assert.Single(order.History.OfType<OrderEvent.Placed>());
    }

    [Fact]
    public void A_quantity_of_80995_that_is_undone_minutes_later_starves_nobody()
    {
        var world = new SmallWorld(new Random(19));
        world.Receive("A-1", "BER1", 100);
        world.Tell("shopify:1001", Place(Psp(PspStatus.Captured, Line("1", "A-1", 80_995, 0.10m))));
        world.DeliverAll();
        for (var number = 1; number <= 30; number++)
        {
            var other = Psp(PspStatus.Captured, Line("1", "A-1", 3, 10m)) with { OrderNumber = $"2{number}" };
            world.Tell(other.Id.Value, Place(other));
        }

        world.DeliverAll();
        world.Now = Noon.AddMinutes(5);
        world.Tell("shopify:1001", Cancel());
        world.DeliverAll();

        Assert.True(world.Orders["shopify:1001"].IsCancelled);
        Assert.Equal((90L, 10L), (world.Stock["A-1"].Allocated, world.Stock["A-1"].AvailableToPromise));
        Assert.All(
            world.Orders.Values.Where(static order => order.Id.Value != "shopify:1001"),
            static order => Assert.Equal(OrderStatus.Released, order.Status));
    }
}
